import type { ReactNode } from 'react';
import type { NodeState } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Table } from '../../ui/table.tsx';
import { useT } from '../use-t.ts';
import styles from './health.module.css';
import { bytesText, durationText } from './units.ts';

const TONES = { ALIVE: 'ok', SILENT: 'bad', STOPPED: 'none' } as const;
/** Later, a node that lives has missed a word. */
const LATE_MS = 10_000;

/** Every node, also those that fell silent or were stopped lately. */
export function Nodes({ nodes }: { nodes: readonly NodeState[] }): ReactNode {
  const t = useT().health;
  const format = useFormat();
  const { number } = format;
  const duration = (ms: number) => durationText(format, ms);
  /** What it said last is old, and says nothing of now. */
  const ofLiving = (text: (node: NodeState) => string) => (node: NodeState) =>
    node.state === 'ALIVE' ? text(node) : '–';
  return (
    <Table
      label={t.nodes}
      rows={nodes}
      keyOf={({ nodeId }) => nodeId}
      columns={[
        {
          id: 'name',
          title: t.name,
          cell: ({ name, isAsked, version }) => (
            <span className={styles.node}>
              {name}
              <small>{isAsked ? `${version}, ${t.asked}` : version}</small>
            </span>
          ),
        },
        {
          id: 'state',
          title: t.state,
          cell: (node) => (
            <span className={styles.node}>
              <Badge tone={TONES[node.state]}>{t.states[node.state]}</Badge>
              <small>
                {node.state === 'ALIVE' && node.silentMs < LATE_MS
                  ? say(t.since, { age: duration(node.uptimeMs) })
                  : say(t.seen, { age: duration(node.silentMs) })}
              </small>
            </span>
          ),
        },
        { id: 'slices', title: t.slices, cell: ofLiving(({ slices }) => number(slices)), isNumber: true },
        {
          id: 'connections',
          title: t.gateways,
          cell: ofLiving(({ connections }) => number(connections)),
          isNumber: true,
        },
        {
          id: 'reports',
          title: t.reports,
          cell: ofLiving(({ reportsWaiting }) => number(reportsWaiting)),
          isNumber: true,
        },
        {
          id: 'lag',
          title: t.lagShort,
          cell: ofLiving((node) => duration(node.eventLoopLagMs)),
          isNumber: true,
        },
        {
          id: 'memory',
          title: t.memory,
          cell: ofLiving(({ memoryBytes }) => bytesText(format, memoryBytes)),
          isNumber: true,
        },
        {
          id: 'database',
          title: t.database,
          cell: ofLiving(({ databaseMs }) => (databaseMs === null ? '–' : duration(databaseMs))),
          isNumber: true,
        },
        {
          id: 'engines',
          title: t.engines,
          cell: (node) => (node.state === 'ALIVE' ? <Engines node={node} /> : '–'),
        },
      ]}
    />
  );
}

/** What it stands on beside the database; one that does not answer stands out. */
function Engines({ node: { broker, redis } }: { node: NodeState }): ReactNode {
  const t = useT().health;
  return (
    <span className={styles.engines}>
      <Badge tone={broker === 'OK' ? 'ok' : 'bad'}>{broker === 'OK' ? t.brokerOk : t.brokerAway}</Badge>
      {redis !== 'NONE' && (
        <Badge tone={redis === 'OK' ? 'ok' : 'warn'}>{redis === 'OK' ? t.redisOk : t.redisAway}</Badge>
      )}
    </span>
  );
}
