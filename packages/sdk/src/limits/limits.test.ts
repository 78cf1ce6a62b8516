import { expect, test } from 'vitest';
import { VirtualClock } from '../../test/virtual-clock.ts';
import { Limits } from './limits.ts';

const CIRCUIT = '/hvacs/{gatewayId}/heatingCircuits/{circuitId}';
const OK = new Response(null, { status: 200 });

/** When each of these calls may go, one after the other, each answered at once. */
async function timesOf(
  limits: Limits,
  clock: VirtualClock,
  calls: readonly {
    method?: 'get' | 'patch' | 'put';
    path?: string;
    gatewayId?: string;
    answer?: Response;
  }[],
): Promise<number[]> {
  const times: number[] = [];
  const done = (async () => {
    for (const { method = 'get', path = CIRCUIT, gatewayId = '101000001', answer = OK } of calls) {
      const tokens = await limits.take(method, path, { gatewayId, circuitId: 1 });
      times.push(clock.now() / 1000);
      tokens.settle(answer);
    }
  })();
  await clock.run();
  await done;
  return times;
}
const told = (status: number, headers: Record<string, string>) => new Response(null, { status, headers });

test('calls of a gateway, without one, and of time programs have the documented limits', async () => {
  const clock = new VirtualClock();
  const limits = new Limits(clock);
  const four = Array.from({ length: 4 }, () => ({}));
  expect(await timesOf(limits, clock, four)).toEqual([0, 0, 0, 2]);
  expect(await timesOf(limits, clock, [{ gatewayId: '101000002' }])).toEqual([2]);
  const six = Array.from({ length: 6 }, () => ({ path: '/hvacs' }));
  expect(await timesOf(limits, clock, six)).toEqual([2, 2, 2, 2, 2, 2.5]);
  const program = { method: 'put', path: `${CIRCUIT}/timePrograms/{timeProgramId}` } as const;
  expect(await timesOf(limits, clock, [program, program])).toEqual([2.5, 12.5]);
});

test('commands wait for the appliance, and those that were refused have not cost it anything', async () => {
  const clock = new VirtualClock();
  const limits = new Limits(clock);
  const refused = { method: 'patch', answer: told(422, {}) } as const;
  const waited = await timesOf(
    limits,
    clock,
    Array.from({ length: 8 }, () => refused),
  );
  expect(waited.at(-1)).toBe(10);
  const sent = await timesOf(
    limits,
    clock,
    Array.from({ length: 6 }, () => ({ method: 'patch' }) as const),
  );
  // Half of 10 at once, then half of 60 an hour.
  const first = sent[0] ?? 0;
  expect((sent[4] ?? 0) - first).toBe(8);
  expect(sent[5]).toBe(first + 120);
  const larger = new Limits(clock, { perHour: 3_600, burst: 20 });
  const many = await timesOf(
    larger,
    clock,
    Array.from({ length: 10 }, () => ({ method: 'patch' }) as const),
  );
  expect((many.at(-1) ?? 0) - (many[0] ?? 0)).toBe(14);
});

test('what one answer tells of the plan holds for the route with every gateway', async () => {
  const clock = new VirtualClock();
  const limits = new Limits(clock);
  const answer = told(200, { 'ratelimit-policy': '"gateway";q=2;w=20', ratelimit: '"gateway";r=1;t=10' });
  expect(await timesOf(limits, clock, [{ answer }, {}, {}])).toEqual([0, 0, 10]);
  const another = Array.from({ length: 3 }, () => ({ gatewayId: '101000002' }));
  expect(await timesOf(limits, clock, another)).toEqual([10, 10, 20]);
});

test('the ceiling of all calls is kept once it was met, and a refusal that names no limit is forgotten', async () => {
  const clock = new VirtualClock();
  const limits = new Limits(clock);
  const full = told(429, {
    'ratelimit-policy': '"ceiling";q=2;w=4',
    ratelimit: '"ceiling";r=0;t=2',
    'retry-after': '2',
  });
  const gateways = Array.from({ length: 4 }, (_, index) => ({ gatewayId: `10100000${index}` }));
  expect(await timesOf(limits, clock, [{ answer: full }, ...gateways])).toEqual([0, 2, 4, 6, 8]);
  const other = { path: '/registrations', answer: told(429, { 'retry-after': '86400' }) };
  const [before = 0, after = 0] = await timesOf(new Limits(clock), clock, [
    other,
    { path: '/registrations' },
  ]);
  expect(after).toBe(before);
});
