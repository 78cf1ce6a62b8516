import { HOUSE_FAULTS } from '@hearthgate/device';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const PUMP = '101000001';
const BOILER = '101000002';
const EMS = '101000007';
const HOUR_MS = 3_600_000;

interface Active {
  readonly fault: string;
  readonly kind: string;
  readonly since: string;
  readonly until: string | null;
}
interface Problem {
  readonly code?: string;
  readonly errors?: readonly { pointer: string; message: string }[];
}
interface Command extends Problem {
  readonly commandId: string;
  readonly status: string;
  readonly results?: readonly { status: string; error?: string }[];
}

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startSandbox({}, {}, '2026-01-15T11:00:00Z');
  for (const gatewayId of [PUMP, BOILER, EMS]) await connection(gatewayId, 'online');
  for (const { gatewayId } of sandbox.world.gateways)
    if (![PUMP, BOILER, EMS].includes(gatewayId)) await connection(gatewayId, 'offline');
});
afterAll(() => sandbox.stop());
// Limits are a test of their own.
beforeEach(() => sandbox.passTime(3_600_000));
afterEach(async () => {
  for (const gatewayId of [PUMP, BOILER, EMS]) await control('DELETE', gatewayId);
});

function connection(gatewayId: string, state: string) {
  return sandbox.call('POST', `/sandbox/gateways/${gatewayId}/connection`, { key: null, body: { state } });
}
function control<T = { active: Active[]; possible: Record<string, unknown>[] }>(
  method: string,
  gatewayId: string,
  { fault = '', body }: { fault?: string; body?: object } = {},
) {
  const path = `/sandbox/gateways/${gatewayId}/faults${fault && `/${fault}`}`;
  return sandbox.call<T & Problem>(method, path, { key: null, ...(body && { body }) });
}
async function on(gatewayId: string, fault: string, more: object = {}) {
  const answer = await control<Active>('POST', gatewayId, { body: { fault, ...more } });
  expect(answer).toMatchObject({ status: 200, body: { fault } });
  return answer.body;
}
async function off(gatewayId: string, fault: string) {
  expect((await control('DELETE', gatewayId, { fault })).status).toBe(204);
}
function get<T = Record<string, unknown>>(path: string) {
  sandbox.passTime(60_000);
  return sandbox.call<T>('GET', path);
}
function patch(gatewayId: string, roomSetpoint: number, prefer?: string) {
  const path = `/hvacs/${gatewayId}/heatingCircuits/1`;
  const body = { manualRoomSetpoint: roomSetpoint };
  return sandbox.call<Command>('PATCH', path, { body, ...(prefer && { headers: { prefer } }) });
}
/** Of the clock, which stands still. */
function now(): number {
  return sandbox.app.sandbox ? Date.parse(sandbox.app.sandbox.clock().now) : 0;
}
async function outdoorOf(gatewayId: string): Promise<unknown> {
  const { rows } = await sandbox.pool.query<{ value: unknown }>(
    "SELECT value FROM twin, jsonb_each(readings) WHERE gateway_id = $1 AND key LIKE '%temperatures/outdoor_t1'",
    [gatewayId],
  );
  return rows[0]?.value;
}
async function commandOf(gatewayId: string, commandId: string) {
  return (await get<Command>(`/hvacs/${gatewayId}/commands/${commandId}`)).body;
}
/** What was recorded from then on: rows, different moments of a point, and the longest hole of the outdoor temperature, minutes. */
async function recorded(fromMs: number, gatewayId = PUMP) {
  const { rows } = await sandbox.pool.query<{ rows: number; moments: number; outdoor: number; hole: number }>(
    `SELECT count(*)::int AS rows, count(DISTINCT (point, instance, measured_at))::int AS moments,
      count(*) FILTER (WHERE point = 60)::int AS outdoor,
      max(extract(epoch FROM hole) / 60) FILTER (WHERE point = 60)::float AS hole
    FROM (SELECT *, measured_at - lag(measured_at) OVER (PARTITION BY point, instance ORDER BY measured_at) AS hole
      FROM recordings WHERE gateway_id = $1 AND measured_at > $2) r`,
    [gatewayId, new Date(fromMs)],
  );
  return rows[0] ?? { rows: 0, moments: 0, outdoor: 0, hole: 0 };
}
/** How far the reports of a gateway are committed without a hole, and what is committed beyond. */
async function marksOf(gatewayId: string) {
  const { rows } = await sandbox.pool.query<{ acked: number; ahead: number }>(
    'SELECT acked_seq::int AS acked, cardinality(ahead) AS ahead FROM report_marks WHERE gateway_id = $1',
    [gatewayId],
  );
  return rows;
}
/** The company's log of a gateway, as it is read by cursor. */
async function logOf(gatewayId: string) {
  await sandbox.settle();
  const items: { gatewayseq: number }[] = [];
  for (let cursor = ''; ;) {
    const path = `/events?gatewayId=${gatewayId}&limit=1000${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const { body } = await get<{ items: { gatewayseq: number }[]; nextCursor: string; hasMore: boolean }>(
      path,
    );
    items.push(...body.items);
    if (body.items.length === 0 || cursor === body.nextCursor) return items;
    cursor = body.nextCursor;
  }
}
async function eventsOf(gatewayId: string, type: string) {
  await sandbox.settle();
  return (await sandbox.inbox())
    .map(({ body }) => body)
    .filter((event) => event.gatewayid === gatewayId && event.type === type);
}

test('what can be is listed for each house with its parameters, and nothing is on at first', async () => {
  const { status, body } = await control('GET', PUMP);
  expect(status).toBe(200);
  expect(body.active).toEqual([]);
  expect(body.possible.map(({ fault }) => fault)).toEqual(
    HOUSE_FAULTS.filter((fault) => fault !== 'flame-lost' && fault !== 'filter'),
  );
  expect(body.possible.find(({ fault }) => fault === 'delay')).toEqual({
    fault: 'delay',
    kind: 'link',
    effect: 'reports and answers come late, in real time',
    parameters: { delayMs: { min: 1, max: 10_000, usual: 150 } },
  });
});

test('a fault is shown where gateways are shown, and is over when it is ended', async () => {
  await on(PUMP, 'drop', { percent: 40 });
  const active = [
    { fault: 'drop', kind: 'link', percent: 40, since: '2026-01-15T11:00:00.000Z', until: null },
  ];
  expect((await control('GET', PUMP)).body.active).toEqual(active);
  const { gateways } = (await sandbox.call<TestSandbox['world']>('GET', '/sandbox')).body;
  expect(gateways.find(({ gatewayId }) => gatewayId === PUMP)).toMatchObject({ faults: active });
  await off(PUMP, 'drop');
  await off(PUMP, 'drop');
  expect((await control('GET', PUMP)).body.active).toEqual([]);
});

describe('what cannot be is refused with a cure:', () => {
  test.each([
    [PUMP, { fault: 'flame-out' }, 400, '/fault', 'there are flame-lost, low-pressure, sensor-open'],
    [
      PUMP,
      { fault: 'flame-lost' },
      422,
      '/fault',
      'gas-boiler-solar (ICOM), hybrid (K40), ems-boiler (EMS_ESP)',
    ],
    [EMS, { fault: 'reorder' }, 422, '/fault', 'carry neither number nor time'],
    [EMS, { fault: 'clock-skew' }, 422, '/fault', 'it can have flame-lost'],
    [PUMP, { fault: 'drop', delayMs: 5 }, 400, '/delayMs', 'its parameter is percent'],
    [PUMP, { fault: 'refuse', percent: 5 }, 400, '/percent', 'it has no parameter of its own'],
    [PUMP, { fault: 'drop', percent: 101 }, 400, '/percent', 'from 1 to 100'],
    [PUMP, { fault: 'drop', duration: '2h' }, 400, '/duration', 'such as PT2H'],
    [PUMP, {}, 400, '', 'fault'],
    ['999999999', { fault: 'drop' }, 404, '/path/gatewayId', 'GET /sandbox lists'],
  ])('%s %o', async (gatewayId, body, status, pointer, cure) => {
    const answer = await control<object>('POST', gatewayId, { body });
    expect(answer.status).toBe(status);
    expect(answer.body.errors?.[0]?.pointer).toBe(pointer);
    expect(answer.body.errors?.[0]?.message).toContain(cure);
  });

  test.each([
    [
      { profile: 'igloo' },
      '/profile',
      'air-water-heat-pump, gas-boiler-solar, heat-pump-cascade, k30-heat-pump',
    ],
    [{ brand: 'ACME' }, '/brand', 'must be one of BOSCH, BUDERUS, IVT'],
    [{ count: 500 }, '/count', 'at most 100 at once, since'],
    [{ profile: 'hybrid', gatewayType: 'ICOM' }, '/gatewayType', 'stands behind a K40; leave the type out'],
  ])('a gateway of %o', async (body, pointer, cure) => {
    const answer = await sandbox.call<Problem>('POST', '/sandbox/gateways', { key: null, body });
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
    expect(answer.body.errors?.[0]?.message).toContain(cure);
  });

  test('a cut wire cannot be shorted too', async () => {
    await on(PUMP, 'sensor-open');
    const answer = await control<object>('POST', PUMP, { body: { fault: 'sensor-short' } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'transition-not-allowed' } });
    expect(answer.body.errors?.[0]?.message).toContain('end it first with DELETE');
  });

  test('DELETE of an unknown fault lists the known ones too', async () => {
    const answer = await control<object>('DELETE', PUMP, { fault: 'flame-out' });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]?.message).toContain('garbage');
  });
});

test.each([
  [PUMP, 'sensor-short', 'Outdoor sensor T1: short circuit', 'Außenfühler T1: Kurzschluss'],
  [BOILER, 'flame-lost', 'No flame after ignition', 'Keine Flamme nach der Zündung'],
  [EMS, 'low-pressure', 'pressure', 'druck'],
])(
  '%s with %s tells it in both languages, and tells when it is repaired',
  async (gatewayId, fault, en, de) => {
    await on(gatewayId, fault);
    await sandbox.advance('PT20M');
    const [raised] = (await eventsOf(gatewayId, 'APPLIANCE_STATUS')).slice(-1);
    expect(raised?.data).toMatchObject({
      state: 'RAISED',
      texts: { en: expect.stringContaining(en), de: expect.stringContaining(de) },
    });
    await off(gatewayId, fault);
    await sandbox.advance('PT1H');
    const [resolved] = (await eventsOf(gatewayId, 'APPLIANCE_STATUS')).slice(-1);
    expect(resolved?.data).toMatchObject({ state: 'RESOLVED', causeCode: raised?.data['causeCode'] });
  },
);

test('a fault with a duration ends by the clock', async () => {
  const { until } = await on(PUMP, 'sensor-open', { duration: 'PT2H' });
  expect(Date.parse(until ?? '')).toBe(now() + 2 * HOUR_MS);
  await sandbox.advance('PT1H59M');
  expect(await outdoorOf(PUMP)).toEqual({ no: 'SENSOR_OPEN' });
  await sandbox.advance('PT1M');
  expect((await control('GET', PUMP)).body.active).toEqual([]);
  expect(await outdoorOf(PUMP)).toEqual(expect.any(Number));
});

describe.each(['drop', 'duplicate', 'reorder', 'delay'])('over a line that does %s', (fault) => {
  test('no report is lost and none counts twice', async () => {
    const from = now();
    const [before] = await marksOf(PUMP);
    await on(PUMP, fault);
    await sandbox.advance('PT3H');
    await off(PUMP, fault);
    const { rows, moments, outdoor, hole } = await recorded(from);
    expect(rows).toBe(moments);
    expect(outdoor).toBeGreaterThanOrEqual(10);
    // A value that moved between two quarters of an hour is due at the next but one.
    expect(hole).toBeLessThan(30);
    const [after, ...others] = await marksOf(PUMP);
    expect([after?.ahead, others]).toEqual([0, []]);
    expect(after?.acked).toBeGreaterThanOrEqual((before?.acked ?? 0) + 12);
    const gaps = await sandbox.pool.query('SELECT 1 FROM report_gaps WHERE gateway_id = $1', [PUMP]);
    expect(gaps.rowCount).toBe(0);
    const numbers = (await logOf(PUMP)).map(({ gatewayseq }) => gatewayseq);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});

test('garbage becomes dead letters and harms nobody', async () => {
  const letters = async () =>
    (await sandbox.pool.query('SELECT 1 FROM dead_letters WHERE gateway_id = $1', [PUMP])).rowCount ?? 0;
  const before = await letters();
  const from = now();
  await on(PUMP, 'garbage');
  await on(EMS, 'garbage');
  await sandbox.advance('PT1H');
  expect(await letters()).toBeGreaterThan(before);
  expect((await recorded(from)).outdoor).toBeGreaterThanOrEqual(3);
  expect((await recorded(from, BOILER)).outdoor).toBeGreaterThanOrEqual(3);
  expect((await get(`/hvacs/${EMS}`)).status).toBe(200);
});

test('a clock that is ahead counts as of the receipt, and its commands are expired', async () => {
  const at = now();
  await on(PUMP, 'clock-skew', { skewMinutes: 45 });
  const { rows } = await sandbox.pool.query<{ latest_at: Date }>(
    'SELECT latest_at FROM report_state WHERE gateway_id = $1',
    [PUMP],
  );
  expect(rows[0]?.latest_at.getTime()).toBe(at);
  const { status, body } = await patch(PUMP, 20.5);
  expect([status, body.code]).toEqual([422, 'refused-by-gateway']);
  expect(body.results?.[0]?.error).toBe('expired');
});

describe.each([PUMP, EMS])('commands to %s', (gatewayId) => {
  test('that are refused are 422', async () => {
    await on(gatewayId, 'refuse');
    const { status, body } = await patch(gatewayId, 19);
    expect([status, body.code]).toEqual([422, 'refused-by-gateway']);
  });

  test('that are slow are 202, and confirmed later', async () => {
    await on(gatewayId, 'slow', { slowSeconds: 20 });
    const { status, body } = await patch(gatewayId, 22, 'wait=0');
    expect(status).toBe(202);
    await sandbox.advance('PT19S');
    expect((await commandOf(gatewayId, body.commandId)).status).toBe('SENT');
    await sandbox.advance('PT1S');
    expect((await commandOf(gatewayId, body.commandId)).status).toBe('CONFIRMED');
  });

  test('that are accepted but ignored are never confirmed', async () => {
    await on(gatewayId, 'accept-but-ignore');
    const { body } = await patch(gatewayId, 18, 'wait=0');
    await sandbox.advance('PT5M');
    expect((await commandOf(gatewayId, body.commandId)).status).toMatch(/^(REFUSED|EXPIRED)$/);
    expect(
      (await get<{ manualRoomSetpoint: number }>(`/hvacs/${gatewayId}/heatingCircuits/1`)).body
        .manualRoomSetpoint,
    ).not.toBe(18);
  });
});
