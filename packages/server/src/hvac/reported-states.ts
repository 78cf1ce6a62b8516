import type { Cache } from '../platform/cache.ts';
import type { Platform } from '../platform/platform.ts';
import { loadMarks, loadPublished } from './store.ts';
import { loadStates } from './load-systems.ts';
import { isReported, type ReportedState, type SystemState } from './system-state.ts';

interface Services extends Pick<Platform, 'db' | 'readPrepared'> {
  readonly states: Cache<number, SystemState>;
  readonly timeZone: string;
}

/** States with what reports are compared with; only within the turn of their writer, so that nobody changes them meanwhile. */
export async function reportedStates(
  { states, db, readPrepared, timeZone }: Services,
  gatewayIds: readonly number[],
): Promise<ReportedState[]> {
  const known = await states.getMany(gatewayIds, (missing) =>
    loadStates({ readPrepared }, missing, timeZone),
  );
  const read = known.flatMap((state) => (isReported(state) ? [] : [state.gatewayId]));
  if (read.length === 0) return known.filter(isReported);
  const [published, marks] = await Promise.all([loadPublished(db, read), loadMarks(db, read)]);
  return known.map((state) => {
    if (isReported(state)) return state;
    const { gatewayId } = state;
    return {
      ...state,
      published: published.get(gatewayId)?.published ?? new Map(),
      marks: marks.get(gatewayId) ?? new Map(),
    };
  });
}

/** What was told last of each data point of a gateway, and up to when it has reported. */
export async function lastPublished(
  { states, db }: Pick<Services, 'states' | 'db'>,
  gatewayId: number,
): Promise<Pick<ReportedState, 'published' | 'latestAtMs'>> {
  const known = states.peek(gatewayId);
  if (known && isReported(known)) return known;
  const read = (await loadPublished(db, [gatewayId])).get(gatewayId);
  return read ?? { published: new Map(), latestAtMs: 0 };
}
