import { dataPoint, findDataPoint } from '@hearthgate/wire';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { addDays, dateText, instantOf, localTime, type LocalDate } from '../../platform/local-time.ts';
import type { DailyFact } from '../facts.ts';
import type { Hvac } from '../hvac.ts';
import { HOLD_MS, aggregateCounter, aggregateState, type Sample, type Span } from './aggregate.ts';
import { CLOSE_KIND, REVISE_KIND, closeTimer, type OfDay, type OfGateway } from './day-timers.ts';
import { COUNTER_BACK_MS } from './series.ts';
import { tidy } from './tidy.ts';
import {
  lockDailyMark,
  readAllSamples,
  readDay,
  sampleBefore,
  writeDailyMark,
  writeDay,
  zoneOfGateway,
  type DailyRow,
} from './store.ts';

/** A gateway that was away longer lost its older reports, and a server that was down for longer closes no older days. */
const CATCH_UP_DAYS = 8;

/** Closes each local day of each gateway once, and again when late reports change it. */
export function addDailyTimers(hvac: Hvac): void {
  hvac.timers.on<OfGateway>(CLOSE_KIND, async (unit, { gatewayId }) => {
    const zone = await zoneOfGateway(unit.tx, gatewayId, hvac.timeZone);
    const today = localTime(hvac.clock.now(), zone);
    const mark = await lockDailyMark(unit.tx, gatewayId);
    if (mark === undefined) return;
    const oldest = dateText(addDays(today, -CATCH_UP_DAYS));
    let date = dateOf(mark < oldest ? oldest : mark);
    for (; dateText(date) < dateText(today); date = addDays(date, 1)) {
      await closeDay(hvac, unit, gatewayId, date, zone);
    }
    await writeDailyMark(unit.tx, gatewayId, dateText(today));
    await unit.schedule(closeTimer(gatewayId, today, zone));
  });
  hvac.timers.on<OfDay>(REVISE_KIND, async (unit, { gatewayId, day }) => {
    const mark = await lockDailyMark(unit.tx, gatewayId);
    // A day that was never closed is closed with what is there then.
    if (mark === undefined || day >= mark) return;
    const zone = await zoneOfGateway(unit.tx, gatewayId, hvac.timeZone);
    await closeDay(hvac, unit, gatewayId, dateOf(day), zone);
  });
}

async function closeDay(
  hvac: Hvac,
  unit: UnitOfWork,
  gatewayId: number,
  date: LocalDate,
  zone: string,
): Promise<void> {
  const day = dateText(date);
  const span = { fromMs: instantOf(date, 0, zone), toMs: instantOf(addDays(date, 1), 0, zone) };
  // What was counted in an earlier owner's time is not told to who has access now.
  const dataFromMs = (await hvac.access.claims.get(String(gatewayId)))?.dataFrom.getTime() ?? 0;
  const before = new Map((await readDay(unit.tx, gatewayId, day)).map((row) => [keyOf(row), row]));
  const changed: DailyRow[] = [];
  for (const [key, series] of await seriesOfDay(unit, gatewayId, span, dataFromMs)) {
    const known = before.get(key);
    const row = await summarise(unit, { gatewayId, day, dataFromMs, ...series }, span, known);
    if (row) changed.push(row);
  }
  await writeDay(unit.tx, changed);
  for (const row of changed) tell(unit, row, zone);
}

interface Series {
  readonly point: number;
  readonly instance: number;
  readonly samples: Sample[];
}

async function seriesOfDay(
  unit: UnitOfWork,
  gatewayId: number,
  span: Span,
  dataFromMs: number,
): Promise<Map<string, Series>> {
  const fromMs = Math.max(span.fromMs - HOLD_MS, dataFromMs);
  const all = await readAllSamples(unit.tx, gatewayId, { ...span, fromMs });
  const bySeries = new Map<string, Series>();
  for (const { point, instance, sample } of all) {
    const key = keyOf({ point, instance });
    const series = bySeries.get(key) ?? { point, instance, samples: [] };
    bySeries.set(key, series);
    series.samples.push(sample);
  }
  return bySeries;
}

/** The row of a series and day; undefined when it says what is known already, or nothing. */
async function summarise(
  unit: UnitOfWork,
  series: Series & { gatewayId: number; day: string; dataFromMs: number },
  span: Span,
  known: DailyRow | undefined,
): Promise<DailyRow | undefined> {
  const { samples, dataFromMs, ...id } = series;
  let row: Omit<DailyRow, 'revision'>;
  if (kindOf(series) === 'counter') {
    const isPreceded = (samples[0]?.atMs ?? span.fromMs) < span.fromMs;
    const earlier = isPreceded
      ? undefined
      : await sampleBefore(unit.tx, id, span.fromMs, Math.max(span.fromMs - COUNTER_BACK_MS, dataFromMs));
    const counted = aggregateCounter(earlier ? [earlier, ...samples] : samples, span);
    row = { ...id, ...span, ...NOTHING, ...counted };
  } else {
    row = { ...id, ...span, ...NOTHING, ...aggregateState(samples, span) };
  }
  if (row.last === null || (known && isSame(row, known))) return undefined;
  return { ...row, revision: known ? known.revision + 1 : 0 };
}

const NOTHING = { mean: null, min: null, max: null, last: null, increase: null } as const;

function isSame(a: Omit<DailyRow, 'revision'>, b: DailyRow): boolean {
  return (
    a.mean === b.mean &&
    a.min === b.min &&
    a.max === b.max &&
    a.last === b.last &&
    a.increase === b.increase &&
    a.coverage === b.coverage
  );
}

/** Counters are what companies are told of by day: starts, hours, energy. */
function tell(unit: UnitOfWork, row: DailyRow, timeZone: string): void {
  const named = dataPoint(row.point, row.instance);
  if (!named || row.increase === null) return;
  const fact: DailyFact = {
    kind: 'daily-aggregate',
    data: {
      date: row.day,
      timeZone,
      name: named.name,
      value: tidy(row.increase),
      ...(named.unit !== undefined && { unit: named.unit }),
      revision: row.revision,
      coverage: tidy(row.coverage),
    },
  };
  const { gatewayId } = row;
  unit.tell({ kind: fact.kind, gatewayId, companyId: null, occurredAtMs: row.toMs, payload: fact });
}

function kindOf({ point, instance }: { point: number; instance: number }): string | undefined {
  const named = dataPoint(point, instance);
  return named && findDataPoint(named.name)?.kind;
}

function keyOf({ point, instance }: { point: number; instance: number }): string {
  return `${point}.${instance}`;
}

function dateOf(day: string): LocalDate {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month, day: date };
}
