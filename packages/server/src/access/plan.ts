import type { BucketPolicy } from '../platform/limits/token-buckets.ts';
import type { PlanRow } from './tables.ts';

/** The rate limits of a company: the policies of its buckets. */
export interface Plan {
  /** Calls with `gatewayId` in the path. */
  readonly gateway: BucketPolicy;
  /** All others. */
  readonly route: BucketPolicy;
  /** Commands to one appliance, of all companies together, as far as this company may use it up. */
  readonly appliance: BucketPolicy;
  /** The half of it that one company may use. */
  readonly applianceOfCompany: BucketPolicy;
  /** All calls of a company with so many contracts. */
  ceiling(contracts: number): BucketPolicy;
}

const HOUR_MS = 3_600_000;

export function planOf(row: PlanRow): Plan {
  const applianceRefillMs = HOUR_MS / row.appliance_per_hour;
  return {
    gateway: { name: 'gateway', burst: row.gateway_burst, refillMs: row.gateway_refill_ms },
    route: { name: 'company', burst: row.route_burst, refillMs: row.route_refill_ms },
    appliance: { name: 'appliance', burst: row.appliance_burst, refillMs: applianceRefillMs },
    applianceOfCompany: {
      name: 'appliance-company',
      burst: Math.max(1, Math.floor(row.appliance_burst / 2)),
      refillMs: 2 * applianceRefillMs,
    },
    ceiling: (contracts) => {
      const perSecond = Math.max(row.ceiling_per_second, contracts * row.ceiling_per_contract_per_second);
      return { name: 'ceiling', burst: perSecond, refillMs: 1000 / perSecond };
    },
  };
}
