import type { Resolution } from '@hearthgate/wire';
import { readRecordings, recordingsCsv } from '../../../hvac/index.ts';

const DAY_MS = 86_400_000;
/** As long as recordings are kept; what was closed as days is kept longer and asked for by larger windows. */
const RAW_KEPT_DAYS = 400;
const DAYS_KEPT_DAYS = 10 * 366;
export const RESOLUTIONS = ['RAW', 'PT1H', 'P1D'] as const satisfies readonly Resolution[];
const WINDOWS: Readonly<Record<(typeof RESOLUTIONS)[number], { days: number; keptDays: number }>> = {
  RAW: { days: 31, keptDays: RAW_KEPT_DAYS },
  PT1H: { days: 31, keptDays: RAW_KEPT_DAYS },
  P1D: { days: 400, keptDays: DAYS_KEPT_DAYS },
};

/** One series as a table, oldest first, read in windows; its header once. */
export async function* seriesCsv(
  context: Parameters<typeof readRecordings>[0],
  {
    since,
    ...series
  }: {
    gatewayId: string;
    dataPoint: string;
    resolution: (typeof RESOLUTIONS)[number];
    /** Nothing older is shown. */
    since: Date;
  },
): AsyncGenerator<string> {
  const { days, keptDays } = WINDOWS[series.resolution];
  const endMs = context.hvac.clock.now();
  let isFirst = true;
  const startMs = Math.max(since.getTime(), endMs - keptDays * DAY_MS);
  for (let fromMs = startMs; fromMs < endMs; fromMs += days * DAY_MS) {
    const to = new Date(Math.min(fromMs + days * DAY_MS, endMs)).toISOString();
    const window = { ...series, from: new Date(fromMs).toISOString(), to };
    for (let cursor: string | undefined; ;) {
      const page = await readRecordings(context, { ...window, ...(cursor !== undefined && { cursor }) });
      const isEmpty = (item: (typeof page.items)[number]) => 'coverage' in item && item.coverage === 0;
      const text = recordingsCsv({ ...page, items: page.items.filter((item) => !isEmpty(item)) });
      yield isFirst ? text : text.slice(text.indexOf('\r\n') + 2);
      isFirst = false;
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
  }
}
