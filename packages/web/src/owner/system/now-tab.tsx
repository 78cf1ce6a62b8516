import type { ReactNode } from 'react';
import type { ApplianceNotification, DhwCircuit, HeatingCircuit, HeatSource } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Stack } from '../../ui/stack.tsx';
import type { Gateway, List } from '../api-types.ts';
import { useT } from '../use-t.ts';
import { Reading } from './reading.tsx';
import styles from './now-tab.module.css';

/** What the system does at this moment; every value follows the stream. */
export default function NowTab({ system }: { system: Gateway }): ReactNode {
  const t = useT();
  const format = useFormat();
  const path = `/hvacs/${system.gatewayId}`;
  const circuits = useGet<List<HeatingCircuit>>(`${path}/heatingCircuits`);
  const water = useGet<List<DhwCircuit>>(`${path}/dhwCircuits`);
  const sources = useGet<List<HeatSource>>(`${path}/heatSources`);
  if (system.asOf === undefined)
    return (
      <Banner tone="info" title={t.system.nothing}>
        <p>{t.system.nothingLead}</p>
      </Banner>
    );
  return (
    <>
      <Messages gatewayId={system.gatewayId} />
      <div className={styles.readings}>
        <Reading name={t.word.room} value={system.roomTemperature} isMain />
        <Reading name={t.word.outdoor} value={system.outdoorTemperature} />
        <Reading name={t.word.hotWater} value={system.hotWaterTemperature} />
      </div>
      <Loaded query={circuits}>
        {({ items }) => (
          <Stack kind="grid">
            {items.map((circuit) => (
              <Circuit key={circuit.id} circuit={circuit} />
            ))}
            {water.data?.items.map((one) => (
              <Water key={one.id} water={one} />
            ))}
            {sources.data?.items.map((source) => (
              <Source key={source.id} source={source} />
            ))}
            <Device system={system} />
          </Stack>
        )}
      </Loaded>
      <p className={styles.asOf}>{say(t.word.asOf, { when: format.dateTime(system.asOf) })}</p>
    </>
  );
}

function Messages({ gatewayId }: { gatewayId: string }): ReactNode {
  const t = useT();
  const format = useFormat();
  const items = useGet<List<ApplianceNotification>>(`/hvacs/${gatewayId}/notifications`).data?.items ?? [];
  return items.map((one) => (
    <Banner
      key={one.notificationId}
      tone={one.class === 'INFO' || one.class === 'MAINTENANCE' ? 'info' : 'bad'}
      title={one.text}
    >
      <p>
        {say(t.system.code, { code: [one.displayCode, one.causeCode].filter(Boolean).join(' / ') })} ·{' '}
        {say(t.word.since, { when: format.dateTime(one.firstSeen) })}
      </p>
    </Banner>
  ));
}

function Circuit({ circuit }: { circuit: HeatingCircuit }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { operationMode, roomTemperature, roomSetpoint, flowTemperature, overridingModes } = circuit;
  return (
    <Card
      title={say(t.system.circuit, { n: circuit.id })}
      actions={overridingModes.map(({ mode }) => (
        <Badge key={mode} tone="info">
          {t.system.overriding[mode]}
        </Badge>
      ))}
    >
      <DefinitionList
        items={[
          [t.word.room, celsius(roomTemperature)],
          [t.system.setpoint, celsius(roomSetpoint)],
          [t.system.mode, operationMode ? t.system.modes[operationMode] : null],
          [t.system.flow, celsius(flowTemperature)],
        ]}
      />
    </Card>
  );
  function celsius(value: number | undefined): string | null {
    return value === undefined ? null : format.temperature(value);
  }
}

function Water({ water }: { water: DhwCircuit }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { temperature, setpoint, operationMode, charge } = water;
  const celsius = (value: number | undefined) => (value === undefined ? null : format.temperature(value));
  return (
    <Card
      title={say(t.system.water, { n: water.id })}
      {...(charge?.status === 'START' && { actions: <Badge tone="info">{t.system.overriding.BOOST}</Badge> })}
    >
      <DefinitionList
        items={[
          [t.word.hotWater, celsius(temperature)],
          [t.system.setpoint, celsius(setpoint)],
          [t.system.mode, operationMode ? t.system.modes[operationMode] : null],
        ]}
      />
    </Card>
  );
}

function Source({ source }: { source: HeatSource }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { state, modulation, flowTemperature, electricalPower } = source;
  return (
    <Card
      title={say(t.system.source, { n: source.id })}
      {...(state && { actions: <Badge tone={state === 'FAULT' ? 'bad' : 'none'}>{t.states[state]}</Badge> })}
    >
      <DefinitionList
        items={[
          [t.system.modulation, modulation === undefined ? null : format.percent(modulation / 100)],
          [t.system.flow, flowTemperature === undefined ? null : format.temperature(flowTemperature)],
          [t.system.power, electricalPower === undefined ? null : `${format.number(electricalPower)} W`],
        ]}
      />
    </Card>
  );
}

function Device({ system }: { system: Gateway }): ReactNode {
  const t = useT();
  const format = useFormat();
  return (
    <Card title={t.system.device}>
      <DefinitionList
        items={[
          [t.system.type, system.gatewayType],
          [t.system.firmware, system.firmware ?? null],
          [t.system.yours, say(t.word.since, { when: format.date(system.since) })],
        ]}
      />
    </Card>
  );
}
