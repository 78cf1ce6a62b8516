import { entriesOf, listOf, numberOf, textOf } from '../../tree/fields.ts';
import type { PastValue } from '../driver.ts';
import { inParallel } from '../in-parallel.ts';
import type { ResourceClient } from '../resource-client.ts';
import { AT_ONCE } from './k40-client.ts';
import { RECORDED } from './paths.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SAMPLE_RATE = 'PT1H';

/** Hourly means from the gateway's recordings. It is asked for whole days, one more at each end: they are those of its own clock. */
export async function readHistory(
  client: ResourceClient,
  paths: readonly string[],
  fromMs: number,
  toMs: number,
  nowMs: number,
): Promise<PastValue[]> {
  const recorded = paths.filter((path) => RECORDED.some((pattern) => pattern.test(path)));
  const days = `startDate=${dateText(fromMs - DAY_MS)}&endDate=${dateText(toMs + DAY_MS)}`;
  const values: PastValue[] = [];
  await inParallel(recorded, AT_ONCE, async (path) => {
    const answer = await client.get(`/recordings${path}?sampleRate=${SAMPLE_RATE}&${days}`);
    if (answer.status !== 'found') return;
    for (const [atMs, value] of meansOf(answer.resource))
      if (atMs + HOUR_MS > fromMs && atMs < toMs && atMs + HOUR_MS <= nowMs)
        values.push({ path, atMs, value });
  });
  return values;
}

/** `{y, c}` is the sum of a bucket's samples and their number; buckets follow each other from `startTime` on. */
function meansOf(resource: object): [atMs: number, mean: number][] {
  const groups = 'values' in resource ? listOf(resource.values) : [];
  return groups.flatMap((group) => {
    const { sampleRate, startTime, recording } = Object.fromEntries(entriesOf(group));
    const startMs = Date.parse(textOf(startTime) ?? '');
    if (sampleRate !== SAMPLE_RATE || Number.isNaN(startMs)) return [];
    return listOf(recording).flatMap((entry, index): [number, number][] => {
      const { y, c } = Object.fromEntries(entriesOf(entry));
      const [sum, count] = [numberOf(y), numberOf(c)];
      if (sum === undefined || count === undefined || count <= 0) return [];
      return [[startMs + index * HOUR_MS, sum / count]];
    });
  });
}

function dateText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
