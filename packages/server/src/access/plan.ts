import type { BucketPolicy } from '../platform/limits/token-buckets.ts';
import type { PlanRow } from './tables.ts';

/** The rate limits of a company: the policies of its buckets. */
export interface Plan {
  /** Calls with `gatewayId` in the path. */
  readonly gateway: BucketPolicy;
  /** All others. */
  readonly route: BucketPolicy;
  /** Writing one time program. */
  readonly timeProgram: BucketPolicy;
  /** Commands to one appliance, of all companies together, as far as this company may use it up. */
  readonly appliance: BucketPolicy;
  /** The half of it that one company may use. */
  readonly applianceOfCompany: BucketPolicy;
  /** All calls of a company with so many contracts. */
  ceiling(contracts: number): BucketPolicy;
}

const HOUR_MS = 3_600_000;

export function planOf(row: PlanRow): Plan {
  let ceiling: { readonly contracts: number; readonly policy: BucketPolicy } | undefined;
  const applianceRefillMs = HOUR_MS / row.appliance_per_hour;
  return {
    gateway: { name: 'gateway', burst: row.gateway_burst, refillMs: row.gateway_refill_ms },
    route: { name: 'company', burst: row.route_burst, refillMs: row.route_refill_ms },
    timeProgram: {
      name: 'time-program',
      burst: row.time_program_burst,
      refillMs: row.time_program_refill_ms,
    },
    appliance: { name: 'appliance', burst: row.appliance_burst, refillMs: applianceRefillMs },
    applianceOfCompany: {
      name: 'appliance-company',
      burst: Math.max(1, Math.floor(row.appliance_burst / 2)),
      refillMs: 2 * applianceRefillMs,
    },
    ceiling: (contracts) => {
      if (ceiling?.contracts === contracts) return ceiling.policy;
      const perSecond = Math.max(row.ceiling_per_second, contracts * row.ceiling_per_contract_per_second);
      const policy = { name: 'ceiling', burst: perSecond, refillMs: 1000 / perSecond };
      ceiling = { contracts, policy };
      return policy;
    },
  };
}

/** A plan as an operator reads and writes it. */
export interface PlanLimits {
  readonly plan: string;
  readonly gatewayBurst: number;
  readonly gatewayRefillMs: number;
  readonly routeBurst: number;
  readonly routeRefillMs: number;
  readonly timeProgramBurst: number;
  readonly timeProgramRefillMs: number;
  readonly applianceBurst: number;
  readonly appliancePerHour: number;
  readonly ceilingPerSecond: number;
  readonly ceilingPerContractPerSecond: number;
}

export function limitsOfRow(row: PlanRow): PlanLimits {
  return {
    plan: row.plan,
    gatewayBurst: row.gateway_burst,
    gatewayRefillMs: row.gateway_refill_ms,
    routeBurst: row.route_burst,
    routeRefillMs: row.route_refill_ms,
    timeProgramBurst: row.time_program_burst,
    timeProgramRefillMs: row.time_program_refill_ms,
    applianceBurst: row.appliance_burst,
    appliancePerHour: row.appliance_per_hour,
    ceilingPerSecond: row.ceiling_per_second,
    ceilingPerContractPerSecond: row.ceiling_per_contract_per_second,
  };
}

export function rowOfLimits(limits: PlanLimits): PlanRow {
  return {
    plan: limits.plan,
    gateway_burst: limits.gatewayBurst,
    gateway_refill_ms: limits.gatewayRefillMs,
    route_burst: limits.routeBurst,
    route_refill_ms: limits.routeRefillMs,
    time_program_burst: limits.timeProgramBurst,
    time_program_refill_ms: limits.timeProgramRefillMs,
    appliance_burst: limits.applianceBurst,
    appliance_per_hour: limits.appliancePerHour,
    ceiling_per_second: limits.ceilingPerSecond,
    ceiling_per_contract_per_second: limits.ceilingPerContractPerSecond,
  };
}
