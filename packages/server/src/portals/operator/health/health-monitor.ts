import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Health } from '@hearthgate/wire';
import { countOpenRegistrations } from '../../../access/index.ts';
import { deliveryHealth } from '../../../events/index.ts';
import { countDeadLetters, countRunningImports, type Link } from '../../../gateways/index.ts';
import { backupAge, listBackups } from '../../../platform/database/backups.ts';
import { partitionsAheadMs, type PartitionedTable } from '../../../platform/database/partitions.ts';
import type { Platform } from '../../../platform/platform.ts';
import { measureDatabase, measureQueues } from './measure-database.ts';

const DAY_MS = 86_400_000;
/** Whoever asks within this gets the measurement before: many who look cost no more than one. */
const FRESH_MS = 1_000;
const LAG_RESOLUTION_MS = 10;

/** What a measurement needs beside the platform. */
export interface HealthParts {
  readonly version: string;
  readonly partitions: readonly PartitionedTable[];
  /** False in a sandbox. */
  readonly expectsBackups: boolean;
  readonly link: Pick<Link, 'brokerCounts'>;
}

/** Measures this process and what it stands on. */
export class HealthMonitor {
  readonly #platform: Platform;
  readonly #parts: HealthParts;
  readonly #lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
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
    this.#lag.disable();
  }

  async #measure(): Promise<Health> {
    const { db, clock } = this.#platform;
    const now = clock.now();
    const [database, queues, deliveries, partitions, openRegistrations, deadLetters, runningImports, backup] =
      await Promise.all([
        measureDatabase(this.#platform),
        measureQueues(this.#platform),
        deliveryHealth(db),
        this.#partitions(now),
        countOpenRegistrations(db),
        countDeadLetters(db, new Date(now - DAY_MS)),
        countRunningImports(db),
        this.#backup(),
      ]);
    return {
      at: new Date(now).toISOString(),
      node: this.#node(),
      database,
      queues: { ...queues, deliveries },
      broker: this.#broker(),
      partitions,
      backup,
      attention: { openRegistrations, deadLetters, runningImports },
    };
  }

  #node(): Health['node'] {
    // The first call begins to measure: a process that nobody looks at pays nothing.
    this.#lag.enable();
    const lagNs = this.#lag.percentile(99);
    this.#lag.reset();
    const { rss, heapUsed } = process.memoryUsage();
    const lagMs = Number.isFinite(lagNs) ? Math.max(0, lagNs / 1e6 - LAG_RESOLUTION_MS) : 0;
    return {
      processId: process.pid,
      version: this.#parts.version,
      uptimeSeconds: Math.floor(process.uptime()),
      eventLoopLagMs: Math.round(lagMs * 10) / 10,
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
