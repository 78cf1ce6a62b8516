import type { ReactNode } from 'react';
import type { Command, DhwCircuit, HeatingCircuit, Hvac } from '@hearthgate/wire';
import { useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Table } from '../../ui/table.tsx';
import { useMay } from '../lib/use-may.ts';
import { useT } from '../use-t.ts';
import { CircuitControl } from './circuit-control.tsx';
import { CommandBadge } from './command-progress.tsx';
import { HotWaterControl } from './hot-water-control.tsx';
import { Refusal } from './refusal.tsx';

const RECENT = 10;

/** Changes the appliance, and tells the truth about what became of each change. */
export function ControlTab({ hvac }: { hvac: Hvac }): ReactNode {
  const t = useT();
  const { gatewayId, capabilities, connectivity } = hvac;
  const isStaff = useMay('STAFF');
  const circuits = useGet<{ items: HeatingCircuit[] }>(`/hvacs/${gatewayId}/heatingCircuits`);
  const hotWater = useGet<{ items: DhwCircuit[] }>(`/hvacs/${gatewayId}/dhwCircuits`);
  if (circuits.isError && !circuits.data)
    return <Refusal error={circuits.error} gatewayId={gatewayId} onRetry={() => void circuits.refetch()} />;
  if (!circuits.data || !hotWater.data) return <Skeleton lines={6} />;
  const writable = (kind: 'heatingCircuits' | 'dhwCircuits', id: number) =>
    new Set(isStaff ? capabilities[kind].find((one) => one.id === id)?.writable : []);
  const isEmpty = circuits.data.items.length + hotWater.data.items.length === 0;
  return (
    <Stack>
      <p>{isStaff ? t.system.control.lead : t.words.staffOnly}</p>
      {connectivity === 'OFFLINE' && (
        <Banner tone="warn">
          <p>{t.system.control.offline}</p>
        </Banner>
      )}
      {isEmpty && <p>{t.system.control.nothing}</p>}
      <Stack kind="grid">
        {circuits.data.items.map((circuit) => (
          <CircuitControl
            key={`hc${circuit.id}`}
            gatewayId={gatewayId}
            circuit={circuit}
            writable={writable('heatingCircuits', circuit.id)}
          />
        ))}
        {hotWater.data.items.map((circuit) => (
          <HotWaterControl
            key={`dhw${circuit.id}`}
            gatewayId={gatewayId}
            circuit={circuit}
            writable={writable('dhwCircuits', circuit.id)}
          />
        ))}
      </Stack>
      <RecentCommands gatewayId={gatewayId} />
    </Stack>
  );
}

function RecentCommands({ gatewayId }: { gatewayId: string }): ReactNode {
  const t = useT();
  const format = useFormat();
  const commands = useGet<{ items: Command[] }>(`/hvacs/${gatewayId}/commands?limit=${RECENT}`);
  const items = commands.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t.system.control.recent}>
      <Table
        label={t.system.control.recent}
        rows={items}
        keyOf={({ commandId }) => commandId}
        columns={[
          { id: 'when', title: t.system.state, cell: ({ acceptedAt }) => format.dateTime(acceptedAt) },
          {
            id: 'status',
            title: t.system.tabs.control,
            cell: ({ status }) => <CommandBadge status={status} />,
          },
          {
            id: 'results',
            title: t.words.done,
            cell: ({ results, reason }) =>
              results.length === 0
                ? (reason ?? '–')
                : results.map(({ resource, value, error }) => (
                    <div key={resource}>
                      <code>{resource}</code> {value === undefined ? error : JSON.stringify(value)}
                    </div>
                  )),
          },
        ]}
      />
    </Card>
  );
}
