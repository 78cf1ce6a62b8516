import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EventData, RecordedPoints, RecordingItem, Recordings } from '@hearthgate/wire';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const GATEWAY = '101000001';
const ROOM = 'hvac.heatingCircuit.hc1.roomTemperature';
const ENERGY = 'hvac.emon.total.compressor';
const HOUR_MS = 3_600_000;

/** A house that lives for three days; what is recorded of it is asked for in every form. */
describe('recordings', () => {
  let sandbox: TestSandbox;
  let startMs = 0;
  /** Of an owner who shares it later. */
  let taken = '';

  beforeAll(async () => {
    sandbox = await startSandbox({}, {}, '2026-01-15T06:37:00Z');
    startMs = await now();
    const { body } = await sandbox.call<{ gatewayId: string }>('POST', '/sandbox/gateways', {
      body: { profile: 'air-water-heat-pump', share: false },
    });
    taken = body.gatewayId;
    await takeOver(startMs + 3 * HOUR_MS);
    await sandbox.advance('P3D');
  }, 120_000);
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.passTime(600_000));

  const takeOver = (dataFromMs: number) =>
    sandbox.pool.query('UPDATE claims SET data_from = $1 WHERE gateway_id = $2', [
      new Date(dataFromMs),
      Number(taken),
    ]);
  const now = async () =>
    Date.parse((await sandbox.call<{ clock: { now: string } }>('GET', '/sandbox')).body.clock.now);
  const read = async (query: Record<string, string>, gatewayId = GATEWAY) => {
    sandbox.passTime(60_000);
    return sandbox.call<Recordings>(
      'GET',
      `/hvacs/${gatewayId}/recordings?${new URLSearchParams(query).toString()}`,
    );
  };
  const items = async (query: Record<string, string>): Promise<RecordingItem[]> =>
    (await read({ from: new Date(startMs).toISOString(), ...query })).body.items;
  const sum = (all: readonly RecordingItem[]) => all.reduce((total, { increase = 0 }) => total + increase, 0);

  /** From the log, since the inbox keeps the newest only. */
  const dailiesOf = async (gatewayId: string): Promise<Daily[]> => {
    const { rows } = await sandbox.pool.query<{ data: Daily }>(
      "SELECT data FROM events WHERE type = 'DAILY_AGGREGATE' AND gateway_id = $1 AND data ->> 'name' = $2 ORDER BY seq",
      [Number(gatewayId), ENERGY],
    );
    return rows.map(({ data }) => data);
  };

  test('without a data point: the series there are, with unit and kind', async () => {
    const { status, body } = await sandbox.call<RecordedPoints>('GET', `/hvacs/${GATEWAY}/recordings`);
    expect(status).toBe(200);
    expect(body.items).toContainEqual(expect.objectContaining({ dataPoint: ROOM, unit: 'C', kind: 'STATE' }));
    expect(body.items).toContainEqual(
      expect.objectContaining({ dataPoint: ENERGY, unit: 'kWh', kind: 'COUNTER' }),
    );
  });

  test('hours are those of UTC, with mean, extremes and coverage', async () => {
    const hours = await items({ dataPoint: ROOM, resolution: 'PT1H' });
    expect(hours.length).toBeGreaterThanOrEqual(72);
    for (const { from, to = '', mean = 0, min = 0, max = 0, coverage } of hours.slice(1, -1)) {
      expect(Date.parse(from) % HOUR_MS).toBe(0);
      expect(Date.parse(to) - Date.parse(from)).toBe(HOUR_MS);
      expect(mean).toBeGreaterThanOrEqual(min);
      expect(mean).toBeLessThanOrEqual(max);
      expect(coverage).toBeCloseTo(1, 3);
      expect(mean).toBeGreaterThan(10);
    }
  });

  test('what a counter counted in hours, in days and in the month is the same', async () => {
    // Whole hours, days and months, from before there was anything.
    const beginning = new Date(startMs - 48 * HOUR_MS).toISOString();
    const [hours, days, months] = await Promise.all(
      ['PT1H', 'P1D', 'P1M'].map((resolution) => items({ dataPoint: ENERGY, resolution, from: beginning })),
    );
    const raw = await items({ dataPoint: ENERGY, resolution: 'RAW', from: beginning });
    const counted = (raw.at(-1)?.value ?? 0) - (raw[0]?.value ?? 0);
    expect(counted).toBeGreaterThan(5);
    for (const all of [hours, days, months]) expect(sum(all ?? [])).toBeCloseTo(counted, 6);
  });

  test('days begin at local midnight, and closed ones say what raw values say', async () => {
    const days = await items({ dataPoint: ROOM, resolution: 'P1D' });
    expect(days.length).toBeGreaterThanOrEqual(4);
    const body = (await read({ dataPoint: ROOM, resolution: 'P1D' })).body;
    expect(body.timeZone).toBe('Europe/Berlin');
    const local = new Intl.DateTimeFormat('en-GB', { timeZone: body.timeZone, timeStyle: 'short' });
    for (const { from } of days) expect(local.format(new Date(from))).toBe('00:00');
    const whole = days[1];
    const hours = (await read({ dataPoint: ROOM, from: whole?.from ?? '', to: whole?.to ?? '' })).body.items;
    const mean = hours.reduce((total, item) => total + (item.mean ?? 0), 0) / hours.length;
    expect(whole?.mean).toBeCloseTo(mean, 2);
  });

  test('each day is told once, with what its counters counted', async () => {
    const told = await dailiesOf(GATEWAY);
    const days = await items({ dataPoint: ENERGY, resolution: 'P1D' });
    const dates = told.map(({ date }) => date);
    expect(new Set(dates).size).toBe(dates.length);
    expect(dates.length).toBeGreaterThanOrEqual(3);
    for (const daily of told) {
      expect(daily).toMatchObject({ timeZone: 'Europe/Berlin', unit: 'kWh', revision: 0 });
      const day = days.find(
        ({ from }) => localDate(from) === daily.date && from >= new Date(startMs).toISOString(),
      );
      if (day) expect(daily.value).toBeCloseTo(day.increase ?? -1, 6);
    }
  });

  test('a stretch in which the gateway is away is a gap, and is filled when it sends what it kept', async () => {
    const away = await now();
    await sandbox.call('POST', `/sandbox/gateways/${GATEWAY}/connection`, { body: { state: 'offline' } });
    await sandbox.advance('PT2H');
    const before = (await read({ dataPoint: ROOM, from: new Date(away - HOUR_MS).toISOString() })).body;
    expect(before.gaps.at(-1)).toMatchObject({ reason: 'NOT_REPORTED' });
    await sandbox.call('POST', `/sandbox/gateways/${GATEWAY}/connection`, { body: { state: 'online' } });
    await sandbox.advance('PT15M');
    const after = (await read({ dataPoint: ROOM, from: new Date(away - HOUR_MS).toISOString() })).body;
    expect(after.gaps).toEqual([]);
    expect(after.lostReports).toEqual([]);
  });

  test('a day that late reports change is told once more, an hour after the last of them', async () => {
    const other = '101000003';
    const connection = (state: string) =>
      sandbox.call('POST', `/sandbox/gateways/${other}/connection`, { body: { state } });
    const midnight = Date.parse(
      (await read({ dataPoint: ENERGY, resolution: 'P1D' }, other)).body.items.at(-1)?.to ?? '',
    );
    // To about three hours before a midnight.
    const minutes = (Math.floor((midnight - (await now())) / 60_000) - 180 + 1_440) % 1_440;
    await sandbox.advance(`PT${minutes + 1}M`);
    const before = (await dailiesOf(other)).length;
    await connection('offline');
    await sandbox.advance('PT6H');
    const [first, ...more] = (await dailiesOf(other)).slice(before);
    expect([first?.revision, more]).toEqual([0, []]);
    expect(first?.coverage).toBeLessThan(0.9);
    await connection('online');
    await sandbox.advance('PT55M');
    expect(await dailiesOf(other)).toHaveLength(before + 1);
    await sandbox.advance('PT2H');
    const [, revised, ...none] = (await dailiesOf(other)).slice(before);
    expect(none).toEqual([]);
    expect(revised).toMatchObject({ date: first?.date, revision: 1, coverage: 1 });
    expect(revised?.value).toBeGreaterThan(first?.value ?? 0);
  });

  test('as a table with a header, a line for each value and CRLF', async () => {
    const { body, headers } = await sandbox.call<string>(
      'GET',
      `/hvacs/${GATEWAY}/recordings?dataPoint=${ROOM}&resolution=PT1H`,
      { headers: { accept: 'text/csv' } },
    );
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header, ...lines] = body.split('\r\n');
    expect(header).toBe('from,to,mean (C),min (C),max (C),last (C),coverage');
    expect(lines.pop()).toBe('');
    for (const line of lines) expect(line.split(',')).toHaveLength(7);
  });

  test('raw values come in pages that follow each other', async () => {
    const { body } = await read({
      dataPoint: ROOM,
      resolution: 'RAW',
      from: new Date(startMs).toISOString(),
    });
    expect(body.count).toBe(body.items.length);
    expect(body.nextCursor).toBeNull();
    const times = body.items.map(({ from }) => from);
    expect(times).toEqual(times.toSorted());
  });

  test.each([
    [{ dataPoint: ROOM, from: '2020-01-02T00:00:00Z', to: '2020-01-01T00:00:00Z' }, '/query/from'],
    [{ dataPoint: ROOM, from: '2020-01-01T00:00:00Z', resolution: 'PT1H' }, '/query/from'],
    [{ dataPoint: ROOM, resolution: 'RAW', cursor: 'x' }, '/query/cursor'],
    [{ dataPoint: ROOM, from: 'yesterday' }, '/query/from'],
  ])('%j is refused with the place', async (query, pointer) => {
    const { status, body } = await sandbox.call(
      'GET',
      `/hvacs/${GATEWAY}/recordings?${new URLSearchParams(query).toString()}`,
    );
    expect([status, body]).toMatchObject([400, { errors: [{ pointer }] }]);
  });

  test.each(['hvac.nothing', 'hvac.heatingCircuit.hc1.operationMode'])(
    '%s has no recordings: it is refused with those that there are',
    async (dataPoint) => {
      const { status, body } = await read({ dataPoint });
      const allowed: unknown = expect.arrayContaining([ROOM, ENERGY]);
      expect([status, body]).toMatchObject([422, { code: 'value-not-allowed', field: 'dataPoint', allowed }]);
    },
  );

  test('days of which nothing is known are there, and named as one gap until now', async () => {
    const silent = '101000007';
    const { body } = await read({ dataPoint: ROOM, resolution: 'P1D' }, silent);
    const [known, ...others] = body.items;
    expect(known?.coverage).toBeGreaterThan(0);
    expect(others.length).toBeGreaterThanOrEqual(3);
    for (const { from, to, ...nothing } of others) {
      expect([from < (to ?? ''), nothing]).toEqual([true, { coverage: 0 }]);
    }
    expect(body.gaps).toEqual([{ from: others[0]?.from, to: body.to, reason: 'NOT_REPORTED' }]);
    const months = await read({ dataPoint: ROOM, resolution: 'P1M' }, silent);
    expect(months.body.gaps).toEqual([expect.objectContaining({ from: others[0]?.from })]);
  });

  test('more values than can be summed up at once are refused, not left out', async () => {
    await sandbox.pool.query(
      `INSERT INTO recordings (gateway_id, point, instance, measured_at, value)
       SELECT 101000007, 2, 1, $1::timestamptz + n * interval '10 milliseconds', 20 FROM generate_series(1, 60001) n`,
      [new Date(startMs)],
    );
    const { status, body } = await read(
      { dataPoint: 'hvac.heatingCircuit.hc1.roomSetpoint', resolution: 'PT1H' },
      '101000007',
    );
    expect([status, body]).toMatchObject([400, { errors: [{ pointer: '/query/from' }] }]);
  });

  test("what was measured and counted in an earlier owner's time is in no value, whatever the resolution", async () => {
    const dataFromMs = startMs + 30 * HOUR_MS + 7 * 60_000;
    // The contract takes it over from the claim when the new owner shares.
    await takeOver(dataFromMs);
    await sandbox.call('POST', '/sandbox/contracts', { key: null, body: { gatewayId: taken } });
    const from = new Date(startMs - 24 * HOUR_MS).toISOString();
    const all = async (resolution: string, dataPoint = ENERGY) =>
      (await read({ dataPoint, resolution, from }, taken)).body.items;
    const raw = await all('RAW');
    expect(Date.parse(raw[0]?.from ?? '')).toBeGreaterThanOrEqual(dataFromMs);
    const counted = (raw.at(-1)?.value ?? 0) - (raw[0]?.value ?? 0);
    expect(counted).toBeGreaterThan(1);
    for (const resolution of ['PT1H', 'P1D', 'P1M']) {
      const buckets = await all(resolution);
      expect([resolution, sum(buckets)]).toEqual([resolution, expect.closeTo(counted, 6)]);
      expect(Date.parse(buckets[0]?.to ?? '')).toBeGreaterThan(dataFromMs);
    }
    const rooms = (await all('RAW', ROOM)).map(({ value }) => value ?? 0);
    for (const resolution of ['PT1H', 'P1D', 'P1M']) {
      const minima = (await all(resolution, ROOM)).flatMap(({ min }) => min ?? []);
      expect([resolution, Math.min(...minima)]).toEqual([resolution, Math.min(...rooms)]);
    }
  });

  test('the day of a change of hands is closed with what was counted since', async () => {
    const { rows } = await sandbox.pool.query<{ increase: number; counted: number }>(
      `SELECT d.increase, max(r.value) - min(r.value) AS counted
       FROM daily_values d JOIN recordings r USING (gateway_id, point, instance)
       WHERE d.gateway_id = $1 AND d.from_at <= $2 AND d.to_at > $2 AND r.measured_at >= $2 AND r.measured_at < d.to_at
         AND d.increase > 0
       GROUP BY d.point, d.instance, d.increase`,
      [Number(taken), new Date(startMs + 3 * HOUR_MS)],
    );
    expect(rows.length).toBeGreaterThan(5);
    for (const { increase, counted } of rows) expect(increase).toBeCloseTo(counted, 6);
  });

  test('numbers have no digits that nobody measured', async () => {
    for (const resolution of ['PT1H', 'P1D', 'P1M']) {
      for (const { increase = 0, coverage = 0 } of await items({ dataPoint: ENERGY, resolution }))
        for (const number of [increase, coverage]) expect(`${number}`).toMatch(/^\d+(\.\d{1,6})?$/);
    }
  });
});

type Daily = EventData['DAILY_AGGREGATE'];

function localDate(from: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date(from));
}
