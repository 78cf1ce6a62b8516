import { Distribution } from '../../platform/metrics/distribution.ts';

/** Seconds of a commit. */
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.1, 0.5, 2];
const REPORTS = [1, 5, 25, 100, 250, 500];

/** What the writers of this process have done. */
export class IngestCounts {
  /** Reports that writers were given. */
  received = 0;
  /** Those that are committed, so that their gateways may be told. */
  acknowledged = 0;
  /** Those that stay with their gateways, which send them again. */
  refused = 0;
  /** In the reports that are committed. */
  values = 0;
  /** Transactions that failed and were tried again, or in halves. */
  failedBatches = 0;
  readonly batchSeconds = new Distribution(SECONDS);
  readonly batchReports = new Distribution(REPORTS);

  /** Reports that wait for their commit. */
  get waiting(): number {
    return this.received - this.acknowledged - this.refused;
  }
}
