import { sql } from 'kysely';
import type { Db } from '../database/database.ts';

/** Three words have not come: it is gone, or cut off from the database. Its leases have run out long before. */
const SILENT_AFTER = '15 s';
/** A node that was stopped has done nothing wrong, and is named while a rollout is looked at. */
const STOPPED_SHOWN = '1 h';
/** One that vanished in the night is seen in the morning. */
const KEPT = '24 h';
/** More than anybody runs; names that change with every crash must not make the answer grow. */
const SHOWN_MAX = 100;

/** Who a node is, for as long as it runs. */
export interface NodeIdentity {
  readonly nodeId: string;
  readonly name: string;
  readonly version: string;
}

/** How it is now. */
export interface NodeFigures {
  readonly slices: number;
  readonly connections: number;
  readonly reportsWaiting: number;
  readonly lagMs: number;
  readonly memoryBytes: number;
  readonly databaseMs: number | null;
  readonly databaseWaiting: number;
  readonly broker: 'OK' | 'AWAY';
  readonly redis: 'OK' | 'AWAY' | 'NONE';
}

export interface NodeRow extends NodeIdentity, NodeFigures {
  readonly state: 'ALIVE' | 'SILENT' | 'STOPPED';
  readonly startedAt: Date;
  readonly saidAt: Date;
  readonly uptimeMs: number;
  readonly silentMs: number;
}

export async function sayState(db: Db, node: NodeIdentity, now: NodeFigures): Promise<void> {
  const uptime = sql`${`${process.uptime()} s`}::interval`;
  await sql`
    INSERT INTO node_states (node_id, name, version, started_at, said_at, slices, connections, reports_waiting, lag_ms,
      memory_bytes, database_ms, database_waiting, broker, redis)
    VALUES (${node.nodeId}, ${node.name}, ${node.version}, now() - ${uptime}, now(), ${now.slices}, ${now.connections},
      ${now.reportsWaiting}, ${now.lagMs}, ${now.memoryBytes}, ${now.databaseMs}, ${now.databaseWaiting}, ${now.broker},
      ${now.redis})
    ON CONFLICT (node_id) DO UPDATE SET said_at = now(), slices = excluded.slices, connections = excluded.connections,
      reports_waiting = excluded.reports_waiting, lag_ms = excluded.lag_ms, memory_bytes = excluded.memory_bytes,
      database_ms = excluded.database_ms, database_waiting = excluded.database_waiting, broker = excluded.broker,
      redis = excluded.redis`.execute(db);
}

export async function sayStopped(db: Db, nodeId: string): Promise<void> {
  await sql`
    UPDATE node_states SET said_at = now(), stopped_at = now(), slices = 0, connections = 0, reports_waiting = 0
    WHERE node_id = ${nodeId}`.execute(db);
}

/** A node begins: what ran under its name before is it no longer; `isAlone`: there is no other. */
export async function forgetNodesBefore(
  db: Db,
  { nodeId, name }: NodeIdentity,
  isAlone: boolean,
): Promise<void> {
  await sql`
    DELETE FROM node_states WHERE node_id <> ${nodeId} AND (${isAlone}::boolean OR (name = ${name}
      AND (stopped_at IS NOT NULL OR said_at < now() - ${SILENT_AFTER}::interval)))`.execute(db);
}

/** Upkeep. */
export async function forgetOldNodes(db: Db): Promise<void> {
  await sql`DELETE FROM node_states WHERE said_at < now() - ${KEPT}::interval`.execute(db);
}

/** Those that live first, then those that fell silent, then those that were stopped; by name. */
export async function listNodes(db: Db): Promise<NodeRow[]> {
  const { rows } = await sql<NodeRow>`
    SELECT node_id AS "nodeId", name, version, state, started_at AS "startedAt", said_at AS "saidAt",
      (extract(epoch FROM coalesce(stopped_at, now()) - started_at) * 1000)::bigint AS "uptimeMs",
      greatest(0, extract(epoch FROM now() - said_at) * 1000)::bigint AS "silentMs",
      slices, connections, reports_waiting AS "reportsWaiting", lag_ms AS "lagMs", memory_bytes AS "memoryBytes",
      database_ms AS "databaseMs", database_waiting AS "databaseWaiting", broker, redis
    FROM node_states, LATERAL (SELECT CASE WHEN stopped_at IS NOT NULL THEN 'STOPPED'
      WHEN said_at < now() - ${SILENT_AFTER}::interval THEN 'SILENT' ELSE 'ALIVE' END AS state) AS judged
    WHERE said_at > now() - ${KEPT}::interval AND (stopped_at IS NULL OR stopped_at > now() - ${STOPPED_SHOWN}::interval)
    ORDER BY array_position(ARRAY['ALIVE', 'SILENT', 'STOPPED'], state), name, said_at DESC
    LIMIT ${SHOWN_MAX}::integer`.execute(db);
  return rows;
}
