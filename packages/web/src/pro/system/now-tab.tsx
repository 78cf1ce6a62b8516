import type { ReactNode } from 'react';
import type { DhwCircuit, HeatingCircuit, HeatSource } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Stack } from '../../ui/stack.tsx';
import { useT } from '../use-t.ts';
import { Overriding } from './overriding.tsx';
import { Refusal } from './refusal.tsx';
import styles from './system.module.css';
import { useValues } from './use-values.tsx';

interface Items<T> {
  readonly items: readonly T[];
}

/** What the system does now; it changes by itself as values come in. */
export function NowTab({ gatewayId }: { gatewayId: string }): ReactNode {
  const t = useT();
  const circuits = useGet<Items<HeatingCircuit>>(`/hvacs/${gatewayId}/heatingCircuits`);
  const hotWater = useGet<Items<DhwCircuit>>(`/hvacs/${gatewayId}/dhwCircuits`);
  const sources = useGet<Items<HeatSource>>(`/hvacs/${gatewayId}/heatSources`);
  const all = [circuits, hotWater, sources];
  const refused = all.find(({ error, data }) => error && !data);
  const isEmpty = all.every(({ data }) => data?.items.length === 0);
  if (all.some(({ isPending }) => isPending)) return <Skeleton lines={6} />;
  return (
    <Stack>
      {refused?.error && (
        <Refusal error={refused.error} gatewayId={gatewayId} onRetry={() => void refused.refetch()} />
      )}
      {isEmpty && (
        <EmptyState icon="flame" title={t.system.nothing}>
          <p>{t.system.nothingLead}</p>
        </EmptyState>
      )}
      <Stack kind="grid">
        {circuits.data?.items.map((circuit) => (
          <CircuitCard key={`hc${circuit.id}`} circuit={circuit} />
        ))}
        {hotWater.data?.items.map((circuit) => (
          <HotWaterCard key={`dhw${circuit.id}`} circuit={circuit} />
        ))}
        {sources.data?.items.map((source) => (
          <SourceCard key={`hs${source.id}`} source={source} />
        ))}
      </Stack>
    </Stack>
  );
}

function CircuitCard({ circuit }: { circuit: HeatingCircuit }): ReactNode {
  const t = useT();
  const { celsius, rows, asOf } = useValues(circuit);
  const { name, operationMode, roomTemperature, roomSetpoint, flowTemperature, flowSetpoint } = circuit;
  return (
    <Card
      title={name}
      hint={t.system.circuit}
      actions={operationMode && <Badge tone="info">{t.system.modes[operationMode]}</Badge>}
    >
      <BigValue
        value={celsius(roomTemperature ?? flowTemperature)}
        label={roomTemperature === undefined ? t.system.flow : t.system.room}
      />
      <Overriding modes={circuit.overridingModes} />
      <DefinitionList
        items={rows([
          [t.system.setpoint, 'roomSetpoint', celsius(roomSetpoint)],
          [t.system.flow, 'flowTemperature', celsius(flowTemperature)],
          [`${t.system.flow}, ${t.system.setpoint}`, 'flowSetpoint', celsius(flowSetpoint)],
        ])}
      />
      {asOf}
    </Card>
  );
}

function HotWaterCard({ circuit }: { circuit: DhwCircuit }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { celsius, rows, asOf } = useValues(circuit);
  const { name, operationMode, temperature, setpoint, requestedLevel, charge } = circuit;
  return (
    <Card
      title={name}
      hint={t.system.hotWater}
      actions={operationMode && <Badge tone="info">{t.system.modes[operationMode]}</Badge>}
    >
      <BigValue value={celsius(temperature)} label={t.system.hotWater} />
      <Overriding modes={circuit.overridingModes} />
      <DefinitionList
        items={rows([
          [t.system.setpoint, 'setpoint', celsius(setpoint)],
          [t.system.level, 'requestedLevel', requestedLevel && t.system.modes[requestedLevel]],
          [
            t.system.charge,
            'charge',
            charge?.status === 'START'
              ? say(t.system.chargeOn, { n: format.number(charge.remainingMinutes ?? 0) })
              : charge && t.system.chargeOff,
          ],
        ])}
      />
      {asOf}
    </Card>
  );
}

function SourceCard({ source }: { source: HeatSource }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { celsius, unit, rows, asOf } = useValues(source);
  const { name, type, state, modulation, electricalPower, thermalPower, energy, starts, operatingHours } =
    source;
  return (
    <Card
      title={name}
      hint={t.systemTypes[type]}
      actions={
        state && (
          <Badge tone={state === 'FAULT' ? 'bad' : state === 'IDLE' ? 'none' : 'ok'}>
            {t.system.states[state]}
          </Badge>
        )
      }
    >
      <BigValue
        value={modulation === undefined ? celsius(source.flowTemperature) : format.percent(modulation / 100)}
        label={modulation === undefined ? t.system.flow : t.system.modulation}
      />
      <DefinitionList
        items={rows([
          [t.system.flow, 'flowTemperature', celsius(source.flowTemperature)],
          [t.system.return, 'returnTemperature', celsius(source.returnTemperature)],
          [t.system.power, 'electricalPower', unit(electricalPower, 'W')],
          [t.system.thermal, 'thermalPower', unit(thermalPower, 'W')],
          [t.system.starts, 'starts', unit(starts?.total, '')],
          [t.system.hours, 'operatingHours', unit(operatingHours?.total, 'h')],
          [t.system.produced, 'energy', unit(energy?.total?.produced, 'kWh')],
          [t.system.consumed, 'energy', unit(energy?.total?.consumed, 'kWh')],
        ])}
      />
      {asOf}
    </Card>
  );
}

function BigValue({ value, label }: { value: ReactNode; label: string }): ReactNode {
  return (
    <p className={styles.big}>
      <span className={styles.number}>{value ?? '–'}</span>
      <span className={styles.soft}>{label}</span>
    </p>
  );
}
