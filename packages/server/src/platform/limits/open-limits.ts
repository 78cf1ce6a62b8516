import type { Monotonic } from '../clock.ts';
import type { Log } from '../log.ts';
import { localLimits, type Limits, type LimitsByKind, type LocalLimits } from './limits.ts';
import type { RedisBuckets } from './redis-buckets.ts';

export interface LimitsOptions {
  /** Undefined: every node counts for itself. */
  readonly redisUrl: string | undefined;
  readonly monotonic: Monotonic;
  /** In place of the Redis server's time, for tests. */
  readonly redisTime?: Monotonic | undefined;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface OpenLimits {
  readonly limitsOf: LimitsByKind;
  readonly close: () => void;
  /** `NONE`: this process counts alone, on purpose. */
  readonly redisState: () => 'OK' | 'AWAY' | 'NONE';
  /** Every bucket of this process is full again; those in Redis are not touched. */
  readonly forget: () => void;
}

/** Limits in this process, or in Redis when `redisUrl` is given. */
export async function openLimits(options: LimitsOptions): Promise<OpenLimits> {
  if (options.redisUrl === undefined) {
    const all: LocalLimits[] = [];
    const limitsOf = () => {
      const limits = localLimits(options.monotonic);
      all.push(limits);
      return limits;
    };
    return {
      limitsOf,
      close: () => undefined,
      redisState: () => 'NONE',
      forget: () => all.forEach((limits) => limits.forget()),
    };
  }
  // Loaded only when it is used: the client takes 0.3 s to load.
  const { RedisBuckets } = await import('./redis-buckets.ts');
  const redis = new RedisBuckets(options.redisUrl, options.redisTime);
  const outage = new Outage(options.log);
  await redis.ready().catch((error: unknown) => outage.began(error));
  return {
    limitsOf: (kind) => sharedLimits(redis, `hearthgate:limits:${kind}:`, outage, options.monotonic),
    close: () => redis.close(),
    redisState: () => (redis.isReady ? 'OK' : 'AWAY'),
    forget: () => undefined,
  };
}

/** Shared buckets; while Redis is away this node counts for itself, so an outage may let each node allow its share. */
function sharedLimits(redis: RedisBuckets, prefix: string, outage: Outage, monotonic: Monotonic): Limits {
  const own = localLimits(monotonic);
  return {
    take: async (buckets) => {
      try {
        const states = await redis.take(buckets.map(({ key, policy }) => ({ key: prefix + key, policy })));
        outage.ended();
        return states;
      } catch (error) {
        outage.began(error);
        return own.take(buckets);
      }
    },
  };
}

/** Tells the beginning and the end of an outage once, however many requests notice. */
class Outage {
  #isOn = false;
  readonly #log: LimitsOptions['log'];

  constructor(log: LimitsOptions['log']) {
    this.#log = log;
  }

  began(error: unknown): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#log.warn({ err: error }, 'Redis is away: this node counts the rate limits for itself');
  }

  ended(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    this.#log.info('Redis is back: the rate limits are shared again');
  }
}
