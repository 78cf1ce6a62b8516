import type { Clock } from '../transport/clock.ts';
import { retryAfterMs } from '../transport/problem.ts';
import type { Method } from '../types.ts';
import { Bucket, type Policy, type Remaining } from './bucket.ts';

/** The limits of the plan `reference`, as documented; answers tell those of the company's own plan. */
const WITH_GATEWAY: Policy = { burst: 3, refillMs: 2_000 };
const WITHOUT_GATEWAY: Policy = { burst: 5, refillMs: 500 };
const TIME_PROGRAM: Policy = { burst: 1, refillMs: 10_000 };
/** Of commands to one appliance, by all companies together: the plan `reference`. One company has half of it. */
const APPLIANCE: ApplianceLimit = { perHour: 60, burst: 10 };
const HOUR_MS = 3_600_000;
/** Beyond this many, those that are full again are forgotten. */
const KEPT_BUCKETS = 1_000;
const TOO_MANY = 429;

/** What a plan says of commands to one appliance. */
export interface ApplianceLimit {
  readonly perHour: number;
  readonly burst: number;
}

/** The tokens that one request holds until it is answered. */
export interface Tokens {
  /** What the answer says; undefined when none came. */
  settle(answer?: Response): void;
}

/** The buckets of a company as this client knows them. Another process with the same company shares them at the server. */
export class Limits {
  readonly #clock: Clock;
  readonly #appliance: Policy;
  readonly #buckets = new Map<string, Bucket>();
  /** Of routes, and of appliances: what was learnt with one gateway holds for all. */
  readonly #policies = new Map<string, Policy>();

  constructor(clock: Clock, { perHour, burst } = APPLIANCE) {
    this.#clock = clock;
    this.#appliance = {
      burst: Math.max(1, Math.floor(burst / 2)),
      refillMs: (2 * HOUR_MS) / perHour,
    };
  }

  /** Waits until the server will not refuse the call. */
  async take(
    method: Method,
    template: string,
    path: Readonly<Record<string, string | number>>,
    signal?: AbortSignal,
  ): Promise<Tokens> {
    const route = `${method} ${template}`;
    const ofGateway = template.includes('{gatewayId}');
    const place = ofGateway ? Object.values(path).join('/') : '';
    const buckets = new Map([['route', this.#bucket(route, place, policyOf(method, template))]]);
    if (method !== 'get' && template.startsWith('/hvacs/'))
      buckets.set('appliance', this.#bucket('appliance', path['gatewayId'], this.#appliance));
    // It grows with the company's contracts, so it is known only when it was used up once.
    const ceiling = this.#policies.get('ceiling');
    if (ceiling) buckets.set('ceiling', this.#bucket('ceiling', '', ceiling));
    const taken: Bucket[] = [];
    try {
      for (const bucket of buckets.values()) {
        await bucket.take(signal);
        taken.push(bucket);
      }
    } catch (error) {
      for (const bucket of taken) bucket.refused();
      throw error;
    }
    return { settle: (answer) => this.#settle(route, buckets, answer) };
  }

  #settle(route: string, buckets: ReadonlyMap<string, Bucket>, answer: Response | undefined): void {
    const isRefused = answer?.status === TOO_MANY;
    const told = answer && toldBy(answer.headers);
    const name = told === undefined ? 'route' : bucketOf(told.name);
    // A refusal that does not name its limit is not about a bucket; when to come again is the retry's matter.
    if (told) {
      const known = buckets.get(name) ?? this.#bucket(name, '', policyTold(told));
      const policy = sameOr(known.policy, told);
      known.learn(policy, told);
      if (isRefused) known.isEmptyFor(retryAfterMs(answer.headers.get('retry-after'), Date.now()) ?? 0);
      this.#policies.set(name === 'route' ? route : name, policy);
    }
    for (const [key, bucket] of buckets) {
      // A command that was refused has not gone to the appliance.
      if (isRefused || (key === 'appliance' && answer && !answer.ok)) bucket.refused();
      else bucket.answered();
    }
  }

  #bucket(kind: string, place: string | number | undefined, documented: Policy): Bucket {
    const key = `${kind} ${place ?? ''}`;
    const known = this.#buckets.get(key);
    if (known) return known;
    if (this.#buckets.size >= KEPT_BUCKETS)
      for (const [name, bucket] of this.#buckets) if (bucket.isIdle) this.#buckets.delete(name);
    const made = new Bucket(this.#policies.get(kind) ?? documented, this.#clock);
    this.#buckets.set(key, made);
    return made;
  }
}

function policyOf(method: Method, template: string): Policy {
  if (method === 'put' && template.endsWith('/timePrograms/{timeProgramId}')) return TIME_PROGRAM;
  return template.includes('{gatewayId}') ? WITH_GATEWAY : WITHOUT_GATEWAY;
}

function bucketOf(policyName: string): string {
  if (policyName.startsWith('appliance')) return 'appliance';
  return policyName === 'ceiling' ? 'ceiling' : 'route';
}

interface Told extends Remaining {
  readonly name: string;
  readonly burst: number;
  readonly windowSeconds: number;
}

/** `RateLimit-Policy: "gateway";q=3;w=6` and `RateLimit: "gateway";r=2;t=4` of the IETF's draft. */
function toldBy(headers: Headers): Told | undefined {
  const [, name, quota, window] =
    /^"([^"]+)";q=(\d+);w=(\d+)/.exec(headers.get('ratelimit-policy') ?? '') ?? [];
  const [, remaining, next] = /;r=(\d+);t=(\d+)/.exec(headers.get('ratelimit') ?? '') ?? [];
  if (name === undefined || remaining === undefined || Number(quota) === 0) return undefined;
  return {
    name,
    burst: Number(quota),
    windowSeconds: Number(window),
    tokens: Number(remaining),
    nextMs: Number(next) * 1000,
  };
}

/** The window is told in whole seconds: what it may have been rounded from is known better. */
function sameOr(known: Policy, told: Told): Policy {
  const isSame =
    known.burst === told.burst && Math.ceil((known.burst * known.refillMs) / 1000) === told.windowSeconds;
  return isSame ? known : policyTold(told);
}

function policyTold({ burst, windowSeconds }: Told): Policy {
  return { burst, refillMs: (windowSeconds * 1000) / burst };
}
