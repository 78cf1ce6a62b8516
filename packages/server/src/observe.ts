import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { addAccessMetrics, type Access } from './access/index.ts';
import { addEventMetrics, type Events } from './events/index.ts';
import { addGatewayMetrics, type Gateways, type Link, type Presence } from './gateways/index.ts';
import { addHvacMetrics, type CommandDesk, type Hvac } from './hvac/index.ts';
import type { PartitionedTable } from './platform/database/partitions.ts';
import type { OpenLimits } from './platform/limits/open-limits.ts';
import { addBackupMetrics } from './platform/metrics/backup-metrics.ts';
import { addHttpMetrics } from './platform/metrics/http-metrics.ts';
import { addMetricsRoute } from './platform/metrics/metrics-route.ts';
import { Metrics } from './platform/metrics/metrics.ts';
import { addPlatformMetrics } from './platform/metrics/platform-metrics.ts';
import type { Platform } from './platform/platform.ts';

/** What is measured. */
export interface Observed {
  readonly platform: Platform;
  readonly pool: Pool;
  readonly limits: Pick<OpenLimits, 'redisState'>;
  /** WAL_ARCHIVE_DIR of the embedded database. */
  readonly walArchive: string | undefined;
  readonly partitions: readonly PartitionedTable[];
  readonly version: string;
  readonly access: Access;
  readonly gateways: Gateways;
  readonly presence: Presence;
  readonly link: Link;
  readonly hvac: Hvac;
  readonly desk: CommandDesk;
  readonly events: Events;
  readonly http: FastifyInstance;
  readonly admin: FastifyInstance;
}

/** Every domain tells its metrics, and the operators' port gives them out. */
export function observe(parts: Observed, token: string | undefined): void {
  const metrics = new Metrics(parts.platform.monotonic);
  addHttpMetrics(metrics, { public: parts.http, operators: parts.admin });
  addPlatformMetrics(metrics, parts);
  addBackupMetrics(metrics, parts.platform.db, parts.walArchive);
  addAccessMetrics(metrics, parts.access);
  addGatewayMetrics(metrics, parts);
  addHvacMetrics(metrics, parts.hvac, parts.desk);
  addEventMetrics(metrics, parts.events);
  addMetricsRoute(parts.admin, metrics, token);
}
