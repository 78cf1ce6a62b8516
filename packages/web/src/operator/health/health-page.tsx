import type { ReactNode } from 'react';
import type { Health } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { useT } from '../use-t.ts';
import { findingText } from './finding-text.ts';
import { judge } from './judge.ts';
import { bytesText, durationText } from './units.ts';

/** Process, database, queues and broker, as the stream tells them. */
export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
  const health = useGet<Health>('/operator/health');
  return (
    <Stack>
      <PageHeader title={t.health.title} lead={t.health.lead} />
      <Loaded query={health} lines={8}>
        {(data) => (
          <>
            {judge(data).map((finding) => (
              <Banner key={`${finding.id} ${finding.value}`} tone={finding.tone}>
                <p>{findingText(t, format, finding)}</p>
              </Banner>
            ))}
            <Parts health={data} />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function Parts({ health }: { health: Health }): ReactNode {
  const t = useT().health;
  const format = useFormat();
  const { node, database, queues, broker, partitions } = health;
  const { outbox, deliveries, timers } = queues;
  const bytes = (value: number) => bytesText(format, value);
  const duration = (ms: number) => durationText(format, ms);
  const withAge = (count: number, ageMs: number | null) =>
    ageMs === null
      ? format.number(count)
      : `${format.number(count)} · ${say(t.oldest, { age: duration(ageMs) })}`;
  const endpoints = [deliveries.endpointsBehind, deliveries.endpointsFailing, deliveries.endpointsPaused];
  return (
    <Stack kind="grid">
      <Card title={t.node} hint={say(t.asOf, { time: format.dateTime(health.at) })}>
        <DefinitionList
          items={[
            [t.processId, String(node.processId)],
            [t.version, node.version],
            [t.uptime, duration(node.uptimeSeconds * 1_000)],
            [t.lag, duration(node.eventLoopLagMs)],
            [t.memory, bytes(node.memoryBytes)],
            [t.heap, bytes(node.heapBytes)],
          ]}
        />
      </Card>
      <Card title={t.database}>
        <DefinitionList
          items={[
            [t.latency, duration(database.latencyMs)],
            [t.size, bytes(database.sizeBytes)],
            [t.connections, say(t.ofMax, { n: database.connections, max: database.connectionsMax })],
          ]}
        />
      </Card>
      <Card title={t.queues}>
        <DefinitionList
          items={[
            [t.outbox, withAge(outbox.waiting, outbox.oldestMs)],
            [t.deliveries, format.number(deliveries.waiting)],
            [t.endpoints, endpoints.map((count) => format.number(count)).join(' / ')],
            [t.parked, format.number(deliveries.parked)],
            [t.timers, format.number(timers.waiting)],
            [t.overdue, withAge(timers.overdue, timers.overdueMs)],
          ]}
        />
      </Card>
      <Card title={t.broker}>
        {broker ? (
          <DefinitionList
            items={[
              [t.connections, format.number(broker.connections)],
              [t.messages, format.number(broker.messagesPerSecond)],
              [t.pending, bytes(broker.pendingBytes)],
            ]}
          />
        ) : (
          <p>{t.noBroker}</p>
        )}
      </Card>
      <Card title={t.partitions}>
        <DefinitionList
          items={partitions.map(({ table, aheadDays }) => [
            table,
            format.plural(t.days, Math.floor(aheadDays)),
          ])}
        />
      </Card>
    </Stack>
  );
}
