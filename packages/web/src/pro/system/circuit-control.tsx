import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import type { HeatingCircuit, HeatingCircuitPatch } from '@hearthgate/wire';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { useT } from '../use-t.ts';
import { CommandProgress } from './command-progress.tsx';
import { Overriding } from './overriding.tsx';
import { TemperatureField } from './temperature-field.tsx';
import { useCommand } from './use-command.ts';

const MODES = ['AUTO', 'MANUAL', 'OFF'] as const;

interface CircuitControlProps {
  readonly gatewayId: string;
  readonly circuit: HeatingCircuit;
  /** Fields that the gateway lets be written, and the member may. */
  readonly writable: ReadonlySet<string>;
}

/** Mode and temperatures of a heating circuit; only what differs is sent. */
export function CircuitControl({ gatewayId, circuit, writable }: CircuitControlProps): ReactNode {
  const t = useT();
  const texts = t.system.control;
  const { id, name, operationMode, temperatureLevels: levels } = circuit;
  const inFlight = useCommand(gatewayId, 'PATCH', `/hvacs/${gatewayId}/heatingCircuits/${id}`);
  const [patch, setPatch] = useState<HeatingCircuitPatch>({});
  const set = (change: HeatingCircuitPatch) => setPatch({ ...patch, ...change });
  const mode = patch.operationMode ?? operationMode;
  const isLevelWritable = writable.has('temperatureLevels');
  return (
    <Card title={name} hint={t.system.circuit}>
      <Overriding modes={circuit.overridingModes} />
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          inFlight.send(patch);
          setPatch({});
        }}
      >
        <Stack kind="form">
          {mode !== undefined && (
            <Select
              label={t.system.mode}
              isDisabled={!writable.has('operationMode')}
              options={MODES.map((one) => ({ id: one, label: t.system.modes[one] }))}
              value={mode}
              onChange={(operationModeWanted) => set({ operationMode: operationModeWanted })}
            />
          )}
          {mode === 'AUTO' && writable.has('temporaryRoomSetpoint') && (
            <TemperatureField
              label={texts.temporary}
              value={patch.temporaryRoomSetpoint ?? circuit.temporaryRoomSetpoint ?? circuit.roomSetpoint}
              onChange={(value) => set({ temporaryRoomSetpoint: value })}
            />
          )}
          {mode === 'MANUAL' && writable.has('manualRoomSetpoint') && (
            <TemperatureField
              label={texts.manual}
              value={patch.manualRoomSetpoint ?? circuit.manualRoomSetpoint}
              onChange={(value) => set({ manualRoomSetpoint: value })}
            />
          )}
          {isLevelWritable && levels?.comfort !== undefined && (
            <TemperatureField
              label={texts.comfort}
              value={patch.temperatureLevels?.comfort ?? levels.comfort}
              onChange={(comfort) => set({ temperatureLevels: { ...patch.temperatureLevels, comfort } })}
            />
          )}
          {isLevelWritable && levels?.eco !== undefined && (
            <TemperatureField
              label={texts.eco}
              value={patch.temperatureLevels?.eco ?? levels.eco}
              onChange={(eco) => set({ temperatureLevels: { ...patch.temperatureLevels, eco } })}
            />
          )}
          {writable.size > 0 && (
            <Button
              type="submit"
              look="main"
              isPending={inFlight.isSending}
              isDisabled={Object.keys(patch).length === 0}
            >
              {texts.apply}
            </Button>
          )}
        </Stack>
      </Form>
      <CommandProgress inFlight={inFlight} />
    </Card>
  );
}
