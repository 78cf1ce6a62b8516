import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NotificationFact } from '../../src/hvac/index.ts';
import type { Hvac } from '../../src/hvac/hvac.ts';
import { toldNotifications } from '../../src/hvac/notifications/store.ts';
import { takeNotifications } from '../../src/hvac/notifications/take-notifications.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { startHvac } from '../harness/hvac.ts';
import { CODES, NotificationModel, type Episode, type ModelCode } from './notification-model.ts';

const RUNS = 80;
const MINUTE_MS = 60_000;

/** Lists, the clock, late timers, restarts and repeats in any order. */
let world: TestAccess;
let lastGatewayId = 101_000_000;

beforeAll(async () => {
  world = await startAccess(Date.parse('2026-01-15T06:30:00Z'));
});
afterAll(() => world.stop());

type Operation =
  | { readonly what: 'LIST' | 'LIST_WHILE_TIMERS_RUN'; readonly codes: readonly ModelCode[] }
  | { readonly what: 'REPEAT' | 'RESTART' | 'TIMERS' }
  | { readonly what: 'PASS'; readonly minutes: number };

/** A gateway's list: also with what is no notification, in any order, some twice. */
function listOf(codes: readonly ModelCode[]) {
  const entries = codes.map(({ dcd, ccd }) => ({
    ...(dcd !== undefined && { dcd }),
    ...(ccd !== undefined && { ccd }),
  }));
  return [...entries, { dcd: '-H', ccd: 200 }, {}, ...entries.slice(0, 1)];
}

async function told(gatewayId: number, startMs: number) {
  const rows = await world.access.db
    .selectFrom('outbox')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .orderBy('no')
    .execute();
  return rows.map(({ payload, occurred_at }) => {
    const { state, codes, sinceMs, occurrences } = payload as NotificationFact;
    return {
      state,
      code: `${codes.displayCode}/${codes.causeCode}`,
      since: (sinceMs - startMs) / MINUTE_MS,
      occurrences: state === 'RESOLVED' ? occurrences : undefined,
      at: (occurred_at.getTime() - startMs) / MINUTE_MS,
      id: codes.notificationId,
    };
  });
}

/** What companies must have been told of an episode. */
function expected({ code, since, occurrences, resolved, away }: Episode) {
  const common = { code: `${code.dcd}/${code.ccd}`, since };
  return [
    { ...common, state: 'RAISED', occurrences: undefined, at: since },
    ...(resolved === undefined ? [] : [{ ...common, state: 'RESOLVED', occurrences, at: away }]),
  ];
}

async function rowsOf(gatewayId: number, startMs: number) {
  const rows = await toldNotifications(world.access.db, gatewayId, {
    state: 'all',
    from: new Date(0),
    beforeNo: 0,
    limit: 1_000,
  });
  const minute = (ms: number | null) => (ms === null ? null : (ms - startMs) / MINUTE_MS);
  return rows.map((row) => {
    const code = `${row.displayCode ?? undefined}/${row.causeCode ?? undefined}`;
    return `${code} ${minute(row.raisedAtMs)}-${minute(row.resolvedAtMs)}`;
  });
}

const codes = fc.subarray([...CODES]);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('LIST' as const), codes }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('LIST_WHILE_TIMERS_RUN' as const), codes }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constantFrom('REPEAT', 'RESTART', 'TIMERS') }) },
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('PASS' as const),
      minutes: fc.constantFrom(0, 1, 2, 3, 5, 8, 10, 15, 40, 2_000),
    }),
  },
);

test(`notifications never diverge from their model (${RUNS} random lives)`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
      const gatewayId = (lastGatewayId += 1);
      const { access, clock } = world;
      const model = new NotificationModel();
      const startMs = clock.now();
      let hvac: Hvac = startHvac(access);
      let last: readonly ModelCode[] = [];
      const take = async (list: readonly ModelCode[]) => {
        last = list;
        model.list(list);
        await takeNotifications(hvac, gatewayId, listOf(list));
      };
      const carryOut = async (step: Operation) => {
        switch (step.what) {
          case 'LIST':
            return take(step.codes);
          case 'LIST_WHILE_TIMERS_RUN':
            return Promise.all([access.timers.settle(), take(step.codes)]);
          case 'REPEAT':
            return take(last);
          case 'RESTART':
            return (hvac = startHvac(access));
          case 'TIMERS':
            return access.timers.settle();
          case 'PASS':
            model.pass(step.minutes);
            // Timers that were due meanwhile have not run yet.
            return clock.move({ toMs: clock.now() + step.minutes * MINUTE_MS });
        }
      };
      for (const step of operations) await carryOut(step);
      await access.timers.settle();

      const live = await hvac.notifications.get(gatewayId);
      expect(live.filter(({ raisedAtMs }) => raisedAtMs !== null)).toHaveLength(model.active());
      const facts = await told(gatewayId, startMs);
      const bare = facts.map(({ id: _id, ...fact }) => fact);
      expect(bare).toHaveLength(model.told.flatMap(expected).length);
      expect(bare).toEqual(expect.arrayContaining(model.told.flatMap(expected)));
      const pairs = Map.groupBy(facts, ({ id }) => id);
      for (const [first, second, ...more] of pairs.values())
        expect([first?.state, second?.state ?? 'RESOLVED', more]).toEqual(['RAISED', 'RESOLVED', []]);
      expect(pairs.size).toBe(model.told.length);
      // Told and over at the very minute, however late the timers were.
      const rows = await rowsOf(gatewayId, startMs);
      expect(rows.toSorted()).toEqual(
        model.told
          .map(({ code, raised, resolved }) => `${code.dcd}/${code.ccd} ${raised}-${resolved ?? null}`)
          .toSorted(),
      );
    }),
    { numRuns: RUNS },
  );
}, 120_000);
