import type { Health } from '@hearthgate/wire';
import { countOpenRegistrations } from '../../../access/index.ts';
import { deliveryHealth } from '../../../events/index.ts';
import { countDeadLetters, countRunningImports, type Link } from '../../../gateways/index.ts';
import { backupAge, listBackups } from '../../../platform/database/backups.ts';
import { partitionsAheadMs, type PartitionedTable } from '../../../platform/database/partitions.ts';
import { LoopLag } from '../../../platform/nodes/loop-lag.ts';
import type { Platform } from '../../../platform/platform.ts';
import { archiveState } from '../../../platform/postgres/archive-state.ts';
import { countUnheld } from '../../../platform/shards/lease-store.ts';
import { judge } from './judge.ts';
import { measureDatabase, measureQueues } from './measure-database.ts';
import { readNodes } from './read-nodes.ts';

const DAY_MS = 86_400_000;
/** Whoever asks within this gets the measurement before: many who look cost no more than one. */
const FRESH_MS = 1_000;

/** What a measurement needs beside the platform. */
export interface HealthParts {
  readonly version: string;
  readonly partitions: readonly PartitionedTable[];
  /** False in a sandbox. */
  readonly expectsBackups: boolean;
  /** WAL_ARCHIVE_DIR of the embedded database; undefined: it is not used. */
  readonly walArchive?: string | undefined;
  readonly link: Pick<Link, 'brokerCounts'>;
}

/** Measures this process and what it stands on. */
export class HealthMonitor {
  readonly #platform: Platform;
  readonly #parts: HealthParts;
  readonly #lag = new LoopLag();
  #measured: { readonly at: number; readonly health: Promise<Health> } | undefined;
  #received: { readonly at: number; readonly messages: number } | undefined;

  constructor(platform: Platform, parts: HealthParts) {
    this.#platform = platform;
    this.#parts = parts;
  }

  read(): Promise<Health> {
    const at = performance.now();
    if (this.#measured && at - this.#measured.at < FRESH_MS) return this.#measured.health;
    const health = this.#measure();
    this.#measured = { at, health };
    // A failure is not remembered.
    health.catch(() => (this.#measured = undefined));
    return health;
  }

  stop(): void {
    this.#lag.stop();
  }

  async #measure(): Promise<Health> {
    const { db, clock, caches, shards } = this.#platform;
    const now = clock.now();
    const [
      database,
      queues,
      deliveries,
      partitions,
      openRegistrations,
      deadLetters,
      runningImports,
      backup,
      archive,
      nodes,
      unheldSlices,
    ] = await Promise.all([
      measureDatabase(this.#platform),
      measureQueues(this.#platform),
      deliveryHealth(db),
      this.#partitions(now),
      countOpenRegistrations(db),
      countDeadLetters(db, new Date(now - DAY_MS)),
      countRunningImports(db),
      this.#backup(),
      this.#archive(),
      readNodes(db, caches.node),
      shards.isShared ? countUnheld(db) : 0,
    ]);
    const health = {
      at: new Date(now).toISOString(),
      nodes,
      unheldSlices,
      node: this.#node(),
      database,
      queues: { ...queues, deliveries },
      broker: this.#broker(),
      partitions,
      backup,
      archive,
      attention: { openRegistrations, deadLetters, runningImports },
    };
    return { ...health, findings: judge(health) };
  }

  #node(): Health['node'] {
    const { rss, heapUsed } = process.memoryUsage();
    return {
      processId: process.pid,
      version: this.#parts.version,
      uptimeSeconds: Math.floor(process.uptime()),
      eventLoopLagMs: this.#lag.read(),
      memoryBytes: rss,
      heapBytes: heapUsed,
    };
  }

  #broker(): Health['broker'] {
    const counts = this.#parts.link.brokerCounts();
    if (!counts) return null;
    const at = performance.now();
    const before = this.#received;
    this.#received = { at, messages: counts.received };
    const perMs = before ? (counts.received - before.messages) / Math.max(1, at - before.at) : 0;
    const { connections, pendingBytes } = counts;
    return { connections, messagesPerSecond: Math.round(perMs * 10_000) / 10, pendingBytes };
  }

  async #backup(): Promise<Health['backup']> {
    if (!this.#parts.expectsBackups) return null;
    const [newest] = await listBackups(this.#platform.db, 1);
    return backupAge(newest, Date.now());
  }

  async #archive(): Promise<Health['archive']> {
    const { walArchive } = this.#parts;
    if (walArchive === undefined) return null;
    const { disk, ...state } = await archiveState(this.#platform.db, walArchive);
    return {
      ...state,
      freeBytes: disk?.freeBytes ?? null,
      isNearlyFull: disk !== null && disk.state !== 'ok',
    };
  }

  #partitions(now: number): Promise<Health['partitions']> {
    const { db } = this.#platform;
    return Promise.all(
      this.#parts.partitions.map(async (table) => ({
        table: table.name,
        aheadDays: Math.round(((await partitionsAheadMs(db, table, now)) / DAY_MS) * 10) / 10,
      })),
    );
  }
}
