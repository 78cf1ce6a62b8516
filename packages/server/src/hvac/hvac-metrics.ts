import { samplesOf, type Metrics } from '../platform/metrics/metrics.ts';
import type { CommandDesk } from './commands/command-desk.ts';
import type { Hvac } from './hvac.ts';

/** Reports on their way into the twin, and commands on their way to the appliance. */
export function addHvacMetrics(metrics: Metrics, hvac: Hvac, desk: Pick<CommandDesk, 'inFlight'>): void {
  const { ingest, commandCounts, caches } = hvac;
  caches.count('system-states', hvac.states);
  caches.count('notifications', hvac.notifications);
  caches.count('answers', hvac.answers);
  metrics.counter('ingest_reports_total', 'Reports that the writers were given', () => ingest.received);
  metrics.counter(
    'ingest_reports_acknowledged_total',
    'Reports that are committed and told to their gateways',
    () => ingest.acknowledged,
  );
  metrics.counter(
    'ingest_reports_refused_total',
    'Reports that stay with their gateways or the broker, since the database was away or another node has them',
    () => ingest.refused,
  );
  metrics.gauge('ingest_reports_waiting', 'Reports that wait for their commit', () => ingest.waiting);
  metrics.counter('ingest_values_total', 'Values in the reports that are committed', () => ingest.values);
  metrics.counter(
    'ingest_batches_failed_total',
    'Batches that failed and were tried again, or in halves',
    () => ingest.failedBatches,
  );
  metrics.histogram('ingest_batch_seconds', 'Time of a transaction of reports', () => ingest.batchSeconds);
  metrics.histogram('ingest_batch_reports', 'Reports in one transaction', () => ingest.batchReports);
  metrics.counter('commands_total', 'Commands that ended, by how', () =>
    samplesOf('end', commandCounts.ends),
  );
  metrics.histogram(
    'command_confirmation_seconds',
    'From a command to the values that were read back from the appliance',
    () => commandCounts.confirmedSeconds,
  );
  metrics.gauge('commands_in_flight', 'Commands that gateways have not answered yet', () => desk.inFlight);
}
