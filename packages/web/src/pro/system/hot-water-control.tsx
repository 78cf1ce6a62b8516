import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import type { DhwCircuit, DhwCircuitPatch } from '@hearthgate/wire';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { useT } from '../use-t.ts';
import { CommandProgress } from './command-progress.tsx';
import { Overriding } from './overriding.tsx';
import { useCommand } from './use-command.ts';

const MODES = ['AUTO', 'COMFORT', 'ECO', 'ECO_PLUS', 'OFF'] as const;

interface HotWaterControlProps {
  readonly gatewayId: string;
  readonly circuit: DhwCircuit;
  readonly writable: ReadonlySet<string>;
}

/** Mode of the hot water, and an extra charge. */
export function HotWaterControl({ gatewayId, circuit, writable }: HotWaterControlProps): ReactNode {
  const t = useT();
  const { id, name, operationMode, charge } = circuit;
  const path = `/hvacs/${gatewayId}/dhwCircuits/${id}`;
  const mode = useCommand(gatewayId, 'PATCH', path);
  const extra = useCommand(gatewayId, 'PUT', `${path}/charge`);
  const [patch, setPatch] = useState<DhwCircuitPatch>({});
  const isCharging = charge?.status === 'START';
  const wanted = patch.operationMode ?? operationMode;
  return (
    <Card title={name} hint={t.system.hotWater}>
      <Overriding modes={circuit.overridingModes} />
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          mode.send(patch);
          setPatch({});
        }}
      >
        <Stack kind="form">
          {wanted !== undefined && (
            <Select
              label={t.system.mode}
              isDisabled={!writable.has('operationMode')}
              options={MODES.map((one) => ({ id: one, label: t.system.modes[one] }))}
              value={wanted}
              onChange={(to) => setPatch({ operationMode: to })}
            />
          )}
          {writable.has('operationMode') && (
            <Button
              type="submit"
              look="main"
              isPending={mode.isSending}
              isDisabled={Object.keys(patch).length === 0}
            >
              {t.system.control.apply}
            </Button>
          )}
          {writable.has('charge') && (
            <Button
              onPress={() => extra.send({ status: isCharging ? 'STOP' : 'START' })}
              isPending={extra.isSending}
            >
              {isCharging ? t.system.control.stopCharge : t.system.control.startCharge}
            </Button>
          )}
        </Stack>
      </Form>
      <CommandProgress inFlight={mode} />
      <CommandProgress inFlight={extra} />
    </Card>
  );
}
