import { startFleet } from '../harness/fleet.ts';
import { connectSome, type RawGateway } from '../harness/raw-gateway.ts';
import { median, warmUp } from '../harness/rounds.ts';
import { reportRound } from '../ingest/index.ts';
import type { Result } from '../result.ts';
import type { Options } from '../run.ts';

const SIZES = [1_000, 10_000, 100_000];
const QUICK_SIZES = [1_000, 10_000];
const CONNECTED = 5_000;
const REPORTS = 30_000;
const QUICK_REPORTS = 4_000;
const GOAL = 1.3;

export const GROWTH_EXPLAINED = `The same load on fleets of different sizes, each on a server and a database of its own: reports as in **ingest**, from ${CONNECTED.toLocaleString('en')} connected
gateways, or all where fewer are registered. \`ours\` is the time that a report takes at the size, \`baseline\` at the smallest; the machine is the
same, and each size warms up until its rate no longer rises. Reads and webhooks are not measured here yet: states of fleets below 20,000 gateways stay in memory,
so that reads of them cannot all be misses.`;

export async function benchGrowth({ quick, say }: Options): Promise<Result[]> {
  const sizes = quick ? QUICK_SIZES : SIZES;
  const rates: { size: number; rate: number; connected: number }[] = [];
  for (const size of sizes) {
    const connected = Math.min(CONNECTED, size);
    const rate = await ingestAt(size, connected, quick);
    say(`${size} gateways: ${Math.round(rate)} reports/s`);
    rates.push({ size, rate, connected });
  }
  const [first, ...larger] = rates;
  if (!first) return [];
  // The largest is what counts.
  return larger.toReversed().map(({ size, rate, connected }) => {
    const microseconds = (each: number) => 1_000_000 / each;
    const ratio = first.rate / rate;
    return {
      name: `growth: ingest, ${size.toLocaleString('en')} gateways beside ${first.size.toLocaleString('en')}`,
      ours: microseconds(rate),
      baseline: microseconds(first.rate),
      unit: 'µs of a report',
      ratio,
      goal: `at most ${GOAL}`,
      reached: ratio <= GOAL,
      details: { connected: `${connected} and ${first.connected}` },
    };
  });
}

async function ingestAt(size: number, connected: number, quick: boolean): Promise<number> {
  const fleet = await startFleet(size);
  const gateways: RawGateway[] = [];
  try {
    gateways.push(...(await connectSome(fleet, connected)));
    const round = () => reportRound(fleet, gateways, quick ? QUICK_REPORTS : REPORTS);
    await warmUp(round, quick ? 2 : 8);
    const rates: number[] = [];
    for (let taken = 0; taken < (quick ? 2 : 5); taken += 1) rates.push(await round());
    return median(rates);
  } finally {
    for (const gateway of gateways) gateway.end();
    await fleet.stop();
  }
}
