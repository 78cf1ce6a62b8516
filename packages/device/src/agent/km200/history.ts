import { LocalTime } from '../../house/local-time.ts';
import { entriesOf, listOf, numberOf } from '../../tree/fields.ts';
import type { PastValue } from '../driver.ts';
import type { ResourceClient } from '../resource-client.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Hourly means from the gateway's recordings, one request for each day and resource. Its days are those of the wall clock. */
export async function readHistory(
  client: ResourceClient,
  zone: string,
  paths: readonly string[],
  fromMs: number,
  toMs: number,
  nowMs: number,
): Promise<PastValue[]> {
  const wall = new LocalTime(zone);
  const values: PastValue[] = [];
  for (const path of paths) {
    for (let day = dayOf(wall.wallMs(fromMs)); day <= wall.wallMs(toMs); day += DAY_MS) {
      const answer = await client.get(`/recordings${path}?interval=${dateText(day)}`);
      // Not recorded at all: the other days need not be asked for.
      if (answer.status !== 'found') break;
      for (const [hour, value] of meansOf(answer.resource)) {
        const wallMs = day + hour * HOUR_MS;
        const atMs = wall.instantOf(wallMs);
        // An hour that the clocks skip is none.
        if (wall.wallMs(atMs) !== wallMs) continue;
        if (atMs + HOUR_MS > fromMs && atMs < toMs && atMs + HOUR_MS <= nowMs)
          values.push({ path, atMs, value });
      }
    }
  }
  return values;
}

/** `{y, c}` is the sum of an hour's samples and their number; none: the gateway was off. */
function meansOf(resource: object): [hour: number, mean: number][] {
  const recording = 'recording' in resource ? listOf(resource.recording) : [];
  return recording.flatMap((entry, hour): [number, number][] => {
    const { y, c } = Object.fromEntries(entriesOf(entry));
    const [sum, count] = [numberOf(y), numberOf(c)];
    return sum !== undefined && count !== undefined && count > 0 ? [[hour, sum / count]] : [];
  });
}

function dayOf(wallMs: number): number {
  return Math.floor(wallMs / DAY_MS) * DAY_MS;
}

/** As the gateway writes it: `2021-3-8`. */
function dateText(wallMs: number): string {
  const date = new Date(wallMs);
  return `${date.getUTCFullYear()}-${date.getUTCMonth() + 1}-${date.getUTCDate()}`;
}
