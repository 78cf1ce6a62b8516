import { createHash } from 'node:crypto';
import { createClient } from '@redis/client';
import type { Monotonic } from '../clock.ts';
import type { BucketOf } from './limits.ts';
import type { BucketState } from './token-buckets.ts';

/** A request waits this long for Redis, then it goes on without. */
export const REDIS_TIMEOUT_MS = 250;
const RECONNECT_AFTER_MS = 500;
const PING_EVERY_MS = 2_000;
/** Longer than between two pings: what stays silent during the handshake too is connected anew. */
const SILENT_MS = 5_000;

/**
 * KEYS: the buckets. ARGV: the time in milliseconds or nothing, then burst and refill time of each bucket. Without a time
 * the server's counts, so that nodes agree; if that was set back, a bucket goes on from the new time. A key expires when
 * its bucket is full again; keys written at a given time live a minute longer, because they expire by the server's time.
 */
const TAKE = `
local now, extra = tonumber(ARGV[1]), 60000
if not now then
  local time = redis.call('TIME')
  now, extra = time[1] * 1000 + time[2] / 1000, 0
end
local found, taken = {}, true
for i, key in ipairs(KEYS) do
  local burst, refill = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local tokens, since = burst, now
  local kept = redis.call('GET', key)
  if kept then
    local keptTokens, keptSince = string.match(kept, '(%S+) (%S+)')
    since = math.min(tonumber(keptSince), now)
    local grown = math.floor((now - since) / refill)
    tokens = math.min(burst, tonumber(keptTokens) + grown)
    if tokens == burst then since = now else since = since + grown * refill end
  end
  taken = taken and tokens >= 1
  found[i] = { key, burst, refill, tokens, since }
end
local answer = { taken and 1 or 0 }
for i, bucket in ipairs(found) do
  local key, burst, refill, tokens, since = unpack(bucket)
  if taken then
    tokens = tokens - 1
    local full = math.max(1, math.ceil(since + (burst - tokens) * refill - now))
    redis.call('SET', key, string.format('%d %.17g', tokens, since), 'PX', string.format('%.0f', full + extra))
  end
  answer[2 * i] = tokens
  answer[2 * i + 1] = tokens == burst and 0 or math.ceil(since + refill - now)
end
return answer
`;
const TAKE_SHA = createHash('sha1').update(TAKE).digest('hex');

type Client = ReturnType<typeof connect>;

/** Token buckets in Redis or Valkey: what every node counts together. Every take answers within the time-out or throws. */
export class RedisBuckets {
  readonly #url: string;
  readonly #time: Monotonic | undefined;
  #client: Client;
  #connected: Promise<unknown>;
  #fault: Error = new Error('not connected yet');

  /** `time`: in place of the server's, for tests. */
  constructor(url: string, time?: Monotonic) {
    this.#url = url;
    this.#time = time;
    [this.#client, this.#connected] = this.#open();
  }

  /** Resolves when connected; rejects when that takes longer than a call may. */
  async ready(): Promise<void> {
    await inTime(this.#connected).catch(() => this.#readyClient());
  }

  async take(buckets: readonly BucketOf[]): Promise<BucketState[]> {
    const client = this.#readyClient();
    const keys = buckets.map(({ key }) => key);
    const numbers = buckets.flatMap(({ policy }) => [String(policy.burst), String(policy.refillMs)]);
    const rest = [String(keys.length), ...keys, this.#time ? String(this.#time()) : '', ...numbers];
    try {
      return statesOf(await inTime(run(client, rest)), buckets.length);
    } catch (error) {
      if (error instanceof TimedOut) this.#renew(client, error);
      throw error;
    }
  }

  /** Connected, and it has answered a ping within seconds. */
  get isReady(): boolean {
    return this.#client.isReady;
  }

  close(): void {
    drop(this.#client, this.#connected);
  }

  #readyClient(): Client {
    if (this.#client.isReady) return this.#client;
    throw this.#fault;
  }

  /** A connection that does not answer is given up: it may be dead, and late answers are of no use. */
  #renew(client: Client, fault: Error): void {
    if (client !== this.#client) return;
    this.#fault = fault;
    drop(client, this.#connected);
    [this.#client, this.#connected] = this.#open();
  }

  #open(): [Client, Promise<unknown>] {
    const client = connect(this.#url);
    client.on('error', (error: Error) => (this.#fault = error));
    const connected = client.connect();
    // Failures come as 'error' events; the promise only says when the connection stands.
    connected.catch(() => undefined);
    return [client, connected];
  }
}

function connect(url: string) {
  return createClient({
    url,
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    pingInterval: PING_EVERY_MS,
    socket: {
      connectTimeout: SILENT_MS,
      socketTimeout: SILENT_MS,
      reconnectStrategy: () => RECONNECT_AFTER_MS,
    },
  });
}

/** A client that is dropped in the middle of connecting may still connect; then it is dropped again. */
function drop(client: Client, connected: Promise<unknown>): void {
  client.destroy();
  void connected.then(
    () => client.destroy(),
    () => undefined,
  );
}

async function run(client: Client, rest: readonly string[]): Promise<unknown> {
  try {
    return await client.sendCommand<unknown>(['EVALSHA', TAKE_SHA, ...rest]);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return client.sendCommand<unknown>(['EVAL', TAKE, ...rest]);
  }
}

function statesOf(answer: unknown, count: number): BucketState[] {
  const numbers = Array.isArray(answer) ? answer.map(Number) : [];
  if (numbers.length !== 1 + 2 * count || !numbers.every((number) => Number.isInteger(number)))
    throw new Error('an unexpected answer from Redis');
  const [taken, ...pairs] = numbers;
  return Array.from({ length: count }, (_unused, at) => {
    const [remaining = 0, nextMs = 0] = pairs.slice(2 * at, 2 * at + 2);
    return { allowed: taken === 1 || remaining >= 1, remaining, nextMs };
  });
}

class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new TimedOut(`no answer within ${REDIS_TIMEOUT_MS} ms`)),
      REDIS_TIMEOUT_MS,
    );
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
