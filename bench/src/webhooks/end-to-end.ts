import { setTimeout as sleep } from 'node:timers/promises';
import { startPlatform, type RunningPlatform } from '../harness/platform.ts';
import { until, type Receiver } from '../harness/receiver.ts';
import { quantile } from '../harness/rounds.ts';
import type { Result } from '../result.ts';
import type { Options } from '../run.ts';

/** Reports under way at most while the rate is looked for: enough that no part of the server waits for the gateways. */
const UNDER_WAY_MAX = 1_000;
/** Each gateway may send 10 messages a second. */
const GATEWAY_INTERVAL_MS = 100;
/** Between two looks at what is due. */
const TICK_MS = 2;
const P99_MAX_MS = 250;
const TIMEOUT_MS = 60_000;

/** (b) From a gateway's report to the receiver, everything between included: how old it is there at half of what can be sustained. */
export async function endToEnd(receiver: Receiver, { quick, say }: Options): Promise<Result> {
  const count = quick ? 200 : 300;
  const [warmSeconds, seconds] = quick ? [1, 3] : [5, 20];
  const platform = await startPlatform(`${receiver.url}/aged`, count);
  try {
    await receiver.reset();
    const rate = await sustained(platform, receiver, warmSeconds, seconds);
    say(`report to receiver: ${Math.round(rate)}/s`);
    await receiver.reset();
    await onSchedule(platform, receiver, rate / 2, warmSeconds);
    await receiver.reset();
    await onSchedule(platform, receiver, rate / 2, seconds);
    const ages = await receiver.ages();
    const [p50, p99, max] = [quantile(ages, 0.5), quantile(ages, 0.99), quantile(ages, 1)];
    say(`report to receiver: p50 ${p50} ms, p99 ${p99} ms, max ${max} ms at ${Math.round(rate / 2)}/s`);
    const ratio = p99 / P99_MAX_MS;
    return {
      name: 'webhooks: report to receiver, p99',
      ours: p99,
      baseline: P99_MAX_MS,
      unit: 'ms',
      ratio,
      goal: 'below 1',
      reached: ratio < 1,
      details: {
        rate: `${Math.round(rate)}/s`,
        'measured at': `${Math.round(rate / 2)}/s`,
        p50: `${p50} ms`,
        max: `${max} ms`,
        reports: ages.length,
        gateways: count,
      },
    };
  } finally {
    await platform.stop();
  }
}

/** Events a second that arrive while no more than so many are under way. */
async function sustained(
  { gateways }: RunningPlatform,
  receiver: Receiver,
  warmSeconds: number,
  seconds: number,
): Promise<number> {
  const mayAt = gateways.map(() => 0);
  const startedAt = performance.now();
  let [sent, next, warm] = [0, 0, { count: 0, at: startedAt }];
  for (;;) {
    const received = await receiver.count();
    const now = performance.now();
    if (warm.count === 0 && now >= startedAt + warmSeconds * 1_000) warm = { count: received, at: now };
    if (now >= startedAt + (warmSeconds + seconds) * 1_000) {
      const rate = ((received - warm.count) * 1_000) / (now - warm.at);
      await until(receiver, sent, TIMEOUT_MS);
      return rate;
    }
    while (sent - received < UNDER_WAY_MAX && (mayAt[next] ?? 0) <= now) {
      gateways[next]?.report();
      mayAt[next] = now + GATEWAY_INTERVAL_MS;
      next = (next + 1) % gateways.length;
      sent += 1;
    }
    await sleep(TICK_MS);
  }
}

/** Reports at a fixed rate, whatever becomes of them; each says when it was due. Resolves when all have arrived. */
async function onSchedule(
  { gateways }: RunningPlatform,
  receiver: Receiver,
  rate: number,
  seconds: number,
): Promise<void> {
  const total = Math.round(rate * seconds);
  const startedAt = Date.now();
  for (let sent = 0; sent < total; await sleep(TICK_MS)) {
    const due = Math.min(total, Math.floor(((Date.now() - startedAt) * rate) / 1_000));
    for (; sent < due; sent += 1)
      gateways[sent % gateways.length]?.reportAt(startedAt + Math.ceil((sent * 1_000) / rate));
  }
  await until(receiver, total, TIMEOUT_MS);
}
