import type { ContractStatus } from '@hearthgate/wire';

export type Verb = 'SHARE' | 'END' | 'PAUSE' | 'RESUME' | 'ACCEPT' | 'REJECT' | 'REVOKE' | 'ACKNOWLEDGE';
/** One thing that happens to a contract; `SETTLE`: everything that is due by the clock is done. */
export type Operation =
  | { readonly what: Exclude<Verb, 'SHARE'> | 'SETTLE' }
  | {
      readonly what: 'SHARE';
      readonly hours?: number;
      readonly monitoring: boolean;
      readonly dataPoints: boolean;
    };

const HOUR_MS = 3_600_000;
const FORGOTTEN_AFTER_MS = 90 * 24 * HOUR_MS;
const PARTNER = new Set<string>(['ACCEPT', 'REJECT', 'REVOKE', 'ACKNOWLEDGE']);

/** The contract table of the API's description; a new share comes on top. */
const LEADS_TO: Record<Exclude<Verb, 'SHARE'>, Partial<Record<ContractStatus, ContractStatus | 'GONE'>>> = {
  ACCEPT: { PENDING: 'ACTIVE' },
  REJECT: { PENDING: 'REJECTED' },
  REVOKE: { ACTIVE: 'REVOKED', PAUSED: 'REVOKED' },
  PAUSE: { ACTIVE: 'PAUSED' },
  RESUME: { PAUSED: 'ACTIVE' },
  END: { PENDING: 'CLOSED', ACTIVE: 'CLOSED', PAUSED: 'CLOSED' },
  ACKNOWLEDGE: { CLOSED: 'GONE', REJECTED: 'GONE', REVOKED: 'GONE', EXPIRED: 'GONE' },
};
const ENDED: readonly ContractStatus[] = ['CLOSED', 'REJECTED', 'REVOKED', 'EXPIRED'];

interface Told {
  readonly from: ContractStatus | null;
  readonly to: ContractStatus;
  readonly actor: string;
  readonly monitoring: boolean;
  readonly dataPoints: boolean;
}

/** What a contract should do, told once more without database, locks, caches and timers. */
export class ContractModel {
  status: ContractStatus | undefined;
  validUntilMs = Number.POSITIVE_INFINITY;
  endedAtMs = 0;
  scope = { monitoring: true, dataPoints: true };
  told: Told[] = [];
  readonly autoAccept: boolean;

  constructor(autoAccept: boolean) {
    this.autoAccept = autoAccept;
  }

  copy(): ContractModel {
    return Object.assign(new ContractModel(this.autoAccept), this, { told: [...this.told] });
  }

  /** What the operation answers: `ok`, or the refusal with the status it names. */
  apply(operation: Operation, nowMs: number): string {
    const { what } = operation;
    this.tick(nowMs);
    if (what === 'SETTLE') {
      const forgotten = this.hasEnded() && this.endedAtMs + FORGOTTEN_AFTER_MS <= nowMs;
      if (forgotten) this.status = undefined;
      return 'ok';
    }
    if (what === 'SHARE') {
      if (this.status !== undefined && !this.hasEnded()) return `transition-not-allowed ${this.status}`;
      this.scope = { monitoring: operation.monitoring, dataPoints: operation.dataPoints };
      this.validUntilMs =
        operation.hours === undefined ? Number.POSITIVE_INFINITY : nowMs + operation.hours * HOUR_MS;
      this.#become(this.autoAccept ? 'ACTIVE' : 'PENDING', 'OWNER');
      return 'ok';
    }
    if (this.status === undefined) return PARTNER.has(what) ? 'access-not-granted' : 'not-found';
    const next = LEADS_TO[what][this.status];
    if (next === undefined) return `transition-not-allowed ${this.status}`;
    if (next === 'GONE') this.status = undefined;
    else this.#become(next, PARTNER.has(what) ? 'PARTNER' : 'OWNER');
    if (this.hasEnded()) this.endedAtMs = nowMs;
    return 'ok';
  }

  /** The time box ends by the clock, whether anybody has noticed or not. */
  tick(nowMs: number): void {
    if (this.status === undefined || this.hasEnded() || this.validUntilMs > nowMs) return;
    this.#become('EXPIRED', 'SYSTEM');
    this.endedAtMs = this.validUntilMs;
  }

  /** What calls and events are answered, in the order contract, monitoring, data points. */
  answers(): string[] {
    if (this.status === undefined) return ['access-not-granted', 'access-not-granted', 'access-not-granted'];
    const refused = `access-not-granted ${this.status}`;
    if (this.status !== 'ACTIVE') return ['ok', refused, refused];
    if (!this.scope.monitoring) return ['ok', 'scope-not-granted monitoring', 'scope-not-granted monitoring'];
    return ['ok', 'ok', this.scope.dataPoints ? 'ok' : 'scope-not-granted dataPoints'];
  }

  /** The one timer it has, and when it is due. */
  timer(): [string, number][] {
    if (this.status === undefined) return [];
    if (this.hasEnded()) return [['contract-forget', this.endedAtMs + FORGOTTEN_AFTER_MS]];
    return Number.isFinite(this.validUntilMs) ? [['contract-expire', this.validUntilMs]] : [];
  }

  hasEnded(): boolean {
    return this.status !== undefined && ENDED.includes(this.status);
  }

  #become(to: ContractStatus, actor: string): void {
    const active = to === 'ACTIVE';
    this.told.push({
      from: this.status ?? null,
      to,
      actor,
      monitoring: active && this.scope.monitoring,
      dataPoints: active && this.scope.dataPoints,
    });
    this.status = to;
  }
}
