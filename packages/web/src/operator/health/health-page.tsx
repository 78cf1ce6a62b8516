import type { ReactNode } from 'react';
import type { Health } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Figures, type Figure } from '../figures.tsx';
import { useT } from '../use-t.ts';
import { findingText } from './finding-text.ts';
import styles from './health.module.css';
import { Nodes } from './nodes.tsx';
import { bytesText, durationText } from './units.ts';

/** All nodes, then process, database, queues, broker and archive, as the stream tells them. */
export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
  const health = useGet<Health>('/operator/health');
  return (
    <Stack>
      <PageHeader
        title={t.health.title}
        lead={
          health.data
            ? `${t.health.lead} ${say(t.health.asOf, { time: format.time(health.data.at) })}`
            : t.health.lead
        }
      />
      <Loaded query={health} lines={8}>
        {(data) => (
          <>
            {data.findings.map((finding) => (
              <Banner key={`${finding.id} ${finding.value}`} tone={finding.tone}>
                <p>{findingText(t, format, finding)}</p>
              </Banner>
            ))}
            <Card title={t.health.nodes}>
              <div className={styles.nodes}>
                <Nodes nodes={data.nodes} />
              </div>
            </Card>
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
  const { node, database, queues, broker, partitions, archive } = health;
  const { outbox, deliveries, mails, timers } = queues;
  const bytes = (value: number) => bytesText(format, value);
  const duration = (ms: number) => durationText(format, ms);
  const age = (ms: number | null) => (ms === null ? undefined : say(t.oldest, { age: duration(ms) }));
  const endpoints = [deliveries.endpointsBehind, deliveries.endpointsFailing, deliveries.endpointsPaused];
  const process: Figure[] = [
    { name: t.lag, value: duration(node.eventLoopLagMs) },
    { name: t.memory, value: bytes(node.memoryBytes) },
    { name: t.heap, value: bytes(node.heapBytes) },
    { name: t.uptime, value: duration(node.uptimeSeconds * 1_000) },
    { name: t.version, value: node.version },
    { name: t.processId, value: String(node.processId) },
  ];
  const store: Figure[] = [
    { name: t.latency, value: duration(database.latencyMs) },
    { name: t.size, value: bytes(database.sizeBytes) },
    { name: t.connections, value: say(t.ofMax, { n: database.connections, max: database.connectionsMax }) },
  ];
  const waiting: Figure[] = [
    { name: t.outbox, value: format.number(outbox.waiting), hint: age(outbox.oldestMs) },
    { name: t.deliveries, value: format.number(deliveries.waiting) },
    { name: t.endpoints, value: endpoints.map((count) => format.number(count)).join(' / ') },
    { name: t.parked, value: format.number(deliveries.parked) },
    { name: t.mails, value: format.number(mails.waiting), hint: age(mails.oldestMs) },
    { name: t.timers, value: format.number(timers.waiting) },
    { name: t.overdue, value: format.number(timers.overdue), hint: age(timers.overdueMs) },
  ];
  const mqtt: Figure[] = broker
    ? [
        { name: t.connections, value: format.number(broker.connections) },
        { name: t.messages, value: format.number(broker.messagesPerSecond) },
        { name: t.pending, value: bytes(broker.pendingBytes) },
      ]
    : [{ name: t.connections, value: '–', hint: t.noBroker }];
  const room = partitions.map(({ table, aheadDays }) => ({
    name: table,
    value: format.plural(t.days, Math.floor(aheadDays)),
  }));
  const log: Figure[] = archive
    ? [
        {
          name: t.archiveState,
          value: t.archiveStates[archive.state],
          hint: archive.failedSegment ?? undefined,
        },
        {
          name: t.lastArchived,
          value: archive.lastArchivedMs === null ? '–' : duration(archive.lastArchivedMs),
        },
        {
          name: t.waitingSegments,
          value: format.number(archive.waitingSegments),
          hint: age(archive.waitingMs),
        },
        { name: t.archiveFree, value: archive.freeBytes === null ? '–' : bytes(archive.freeBytes) },
        { name: t.newestBase, value: archive.newestBaseMs === null ? '–' : duration(archive.newestBaseMs) },
      ]
    : [];
  const parts = [
    [t.node, process],
    [t.database, store],
    [t.queues, waiting],
    [t.broker, mqtt],
    [t.partitions, room],
    [t.archive, log],
  ] as const;
  return parts
    .filter(([, figures]) => figures.length > 0)
    .map(([title, figures]) => (
      <section key={title} className={styles.part}>
        <h2>{title}</h2>
        <Figures label={title} figures={figures} />
      </section>
    ));
}
