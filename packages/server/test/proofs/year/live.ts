import type { Recordings } from '@hearthgate/wire';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

const DAY_MS = 86_400_000;
const QUARTER_MS = 15 * 60_000;
/** The seeded house with a heat pump and two heating circuits. */
const HOUSE = '101000001';
const CIRCUITS = ['hc1', 'hc2'];
/** Most that is asked for at once in every value. */
const PAGE_DAYS = 31;
/** One move of the clock. */
const PART_DAYS = 122;
/** Rounding of a difference of two tenths. */
const ROUNDING_K = 1e-6;

export interface Stay {
  /** When the world begins. */
  readonly from: string;
  readonly days: number;
  /** `one`: all houses but the heat pump are unplugged. */
  readonly houses: 'one' | 'seeded';
}

/** What a world has lived through, as the platform tells it. */
export interface Lived extends Stay {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** How far each run said it was, whenever it was looked at. */
  readonly looks: readonly (readonly number[])[];
  readonly reports: number;
  readonly recordings: number;
  readonly events: number;
  /** Gaps in the recorded room temperatures, lost reports, dead letters. */
  readonly lost: number;
  readonly heatKwh: number;
  readonly electricityKwh: number;
  readonly seasonalPerformance: number;
  readonly comfort: ReadonlyMap<string, Comfort>;
}

export interface Comfort {
  readonly heatingHours: number;
  /** Share within 1 K of the set-point. */
  readonly within: number;
  readonly tooCold: number;
  readonly tooWarm: number;
}

interface Run {
  readonly status: string;
  readonly doneSeconds: number;
  readonly totalSeconds: number;
}

/** Lets a world live through the days, data point webhooks off, and asks the platform what was. */
export async function live(stay: Stay): Promise<Lived> {
  const sandbox = await startSandbox({}, {}, stay.from);
  try {
    if (stay.houses === 'one') await sandbox.unplugHouses(HOUSE);
    await dataPointsOff(sandbox);
    const { seconds, cpuSeconds, looks } = await liveOn(sandbox, stay.days);
    const span = { fromMs: Date.parse(stay.from), toMs: Date.parse(stay.from) + stay.days * DAY_MS };
    const heatKwh = await counted(sandbox, 'outputProduced', span);
    const electricityKwh =
      (await counted(sandbox, 'compressor', span)) + (await counted(sandbox, 'eHeater', span));
    const comfort = new Map<string, Comfort>();
    let gaps = 0;
    for (const circuit of CIRCUITS) {
      const rooms = await values(sandbox, `${circuit}.roomTemperature`, span);
      gaps += rooms.gaps;
      comfort.set(circuit, await comfortOf(sandbox, circuit, rooms.byTime, span));
    }
    const count = async (query: string) =>
      Number((await sandbox.pool.query<{ count: string }>(query)).rows[0]?.count ?? 0);
    return {
      ...stay,
      seconds,
      cpuSeconds,
      looks,
      reports: await count('SELECT sum(acked_seq) AS count FROM report_marks'),
      recordings: await count('SELECT count(*) FROM recordings'),
      events: await count('SELECT sum(seq) AS count FROM event_heads'),
      lost:
        gaps +
        (await count('SELECT count(*) FROM report_gaps')) +
        (await count('SELECT count(*) FROM dead_letters')),
      heatKwh,
      electricityKwh,
      seasonalPerformance: heatKwh / electricityKwh,
      comfort,
    };
  } finally {
    await sandbox.stop();
  }
}

async function dataPointsOff(sandbox: TestSandbox): Promise<void> {
  const { body } = await sandbox.call<{ items: { webhookId: string; eventTypes: string[] }[] }>(
    'GET',
    '/webhooks',
  );
  for (const { webhookId, eventTypes } of body.items) {
    const change = { eventTypes: eventTypes.filter((type) => type !== 'DATA_POINT') };
    const { status } = await sandbox.call('PATCH', `/webhooks/${webhookId}`, { body: change });
    if (status !== 200) throw new Error(`the endpoint was not changed: ${status}`);
  }
}

/** Part by part, with a new key for each, since keys are valid for half a year. */
async function liveOn(sandbox: TestSandbox, days: number) {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const looks: number[][] = [];
  for (let left = days; left > 0; left -= PART_DAYS) {
    const { status, body } = await sandbox.call<{ apiKey: string }>('POST', '/api-keys');
    if (status !== 201 || !sandbox.world.keys) throw new Error(`no new key: ${status}`);
    sandbox.world.keys.ok = body.apiKey;
    looks.push(await advance(sandbox, Math.min(left, PART_DAYS)));
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / 1e6, looks };
}

/** By one call, whose run is looked at until it is over. */
async function advance(sandbox: TestSandbox, days: number): Promise<number[]> {
  const looks: number[] = [];
  const { status, headers } = await sandbox.call('POST', '/sandbox/clock', {
    body: { advance: `P${days}D` },
    headers: { prefer: 'wait=0' },
  });
  if (status !== 202) throw new Error(`the clock does not move: ${status}`);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { body } = await sandbox.call<Run>('GET', headers.get('location') ?? '');
    looks.push(body.doneSeconds / body.totalSeconds);
    if (body.status === 'DONE') break;
    if (body.status !== 'RUNNING') throw new Error(`the clock stopped: ${JSON.stringify(body)}`);
  }
  return looks;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What an energy counter has counted, from its days. */
async function counted(sandbox: TestSandbox, counter: string, span: Span): Promise<number> {
  const { items } = await read(sandbox, `hvac.emon.total.${counter}`, 'P1D', span);
  return items.reduce((sum, { increase = 0 }) => sum + increase, 0);
}

async function comfortOf(
  sandbox: TestSandbox,
  circuit: string,
  rooms: ReadonlyMap<number, number>,
  span: Span,
): Promise<Comfort> {
  const { byTime: setpoints } = await values(sandbox, `${circuit}.roomSetpoint`, span);
  // A circuit that wants no heat has no flow set-point, and records none.
  const { byTime: heating } = await values(sandbox, `${circuit}.flowSetpoint`, span);
  let [quarters, cold, warm] = [0, 0, 0];
  for (const ms of heating.keys()) {
    const room = rooms.get(ms);
    const setpoint = setpoints.get(ms);
    if (ms % QUARTER_MS !== 0 || room === undefined || setpoint === undefined) continue;
    quarters += 1;
    if (room < setpoint - 1 - ROUNDING_K) cold += 1;
    if (room > setpoint + 1 + ROUNDING_K) warm += 1;
  }
  return {
    heatingHours: quarters / 4,
    within: 1 - (cold + warm) / quarters,
    tooCold: cold / quarters,
    tooWarm: warm / quarters,
  };
}

/** Every recorded value of a circuit, by its time, and where more than half an hour has none or reports are missing. */
async function values(sandbox: TestSandbox, name: string, { fromMs, toMs }: Span) {
  const byTime = new Map<number, number>();
  let gaps = 0;
  for (let ms = fromMs; ms < toMs; ms += PAGE_DAYS * DAY_MS) {
    const part = { fromMs: ms, toMs: Math.min(toMs, ms + PAGE_DAYS * DAY_MS) };
    const page = await read(sandbox, `hvac.heatingCircuit.${name}`, 'RAW', part);
    for (const { from, value } of page.items) if (value !== undefined) byTime.set(Date.parse(from), value);
    gaps += page.gaps.length + page.lostReports.length;
  }
  return { byTime, gaps };
}

async function read(
  sandbox: TestSandbox,
  dataPoint: string,
  resolution: 'RAW' | 'P1D',
  { fromMs, toMs }: Span,
): Promise<Recordings> {
  sandbox.passTime(60_000);
  const [from = '', to = ''] = [fromMs, toMs].map((ms) => new Date(ms).toISOString());
  const query = new URLSearchParams({ dataPoint, resolution, from, to });
  const { status, body } = await sandbox.call<Recordings>(
    'GET',
    `/hvacs/${HOUSE}/recordings?${query.toString()}`,
  );
  if (status !== 200) throw new Error(`recordings answered ${status}: ${JSON.stringify(body)}`);
  if (body.nextCursor !== null) throw new Error(`${dataPoint}: more than a page`);
  return body;
}
