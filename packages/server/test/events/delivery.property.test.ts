import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unnamedOvertakers } from '../harness/order.ts';
import { startDelivery, type Message, type SentEvent, type TestDelivery } from '../harness/delivery.ts';

const GATEWAYS = [101_000_001, 101_000_002, 101_000_033, 101_000_004] as const;
const MINUTE_MS = 60_000;

type Step =
  | { readonly what: 'APPEND'; readonly gateways: readonly number[]; readonly measured: boolean }
  | { readonly what: 'PASS'; readonly minutes: number }
  | { readonly what: 'RECEIVER'; readonly mood: 'WELL' | 'DOWN' | 'FLAKY' | 'BUSY' }
  | { readonly what: 'POISON'; readonly gateway: number; readonly ahead: number }
  | { readonly what: 'CURE' }
  | { readonly what: 'CRASH' };

const gateway = fc.constantFrom(...GATEWAYS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('APPEND' as const),
      gateways: fc.array(gateway, { minLength: 1, maxLength: 12 }),
      measured: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant('PASS' as const), minutes: fc.constantFrom(0, 1, 15, 180) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('RECEIVER' as const),
      mood: fc.constantFrom(
        'WELL' as const,
        'WELL' as const,
        'DOWN' as const,
        'FLAKY' as const,
        'BUSY' as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('POISON' as const),
      gateway,
      ahead: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ what: 'CURE' as const }) },
  { weight: 2, arbitrary: fc.constant({ what: 'CRASH' as const }) },
);

/** A receiver with moods, and events that it will not take. */
class Receiver {
  mood: 'WELL' | 'DOWN' | 'FLAKY' | 'BUSY' = 'WELL';
  readonly poisoned = new Set<string>();
  #calls = 0;

  answer({ events }: Message): number | { status: number; retryAfterMs: number } {
    this.#calls += 1;
    if (this.mood === 'DOWN' || (this.mood === 'FLAKY' && this.#calls % 3 === 0)) return 500;
    if (this.mood === 'BUSY' && this.#calls % 2 === 0) return { status: 503, retryAfterMs: MINUTE_MS };
    return events.some((event) => this.poisoned.has(`${event.gatewayid} ${event.gatewayseq}`)) ? 422 : 204;
  }
}

async function play(world: TestDelivery, steps: readonly Step[]): Promise<Map<number, number>> {
  const receiver = new Receiver();
  const appended = new Map<number, number>();
  world.behave((message) => receiver.answer(message));
  for (const gatewayId of GATEWAYS) await world.addGateway(gatewayId);
  for (const one of steps) {
    switch (one.what) {
      case 'APPEND':
        for (const id of one.gateways) appended.set(id, (appended.get(id) ?? 0) + 1);
        await world.append(one.gateways, one.measured ? 'DATA_POINT' : 'CONNECTIVITY_STATUS');
        await world.settle();
        break;
      case 'PASS':
        await world.advance(one.minutes * MINUTE_MS);
        break;
      case 'RECEIVER':
        receiver.mood = one.mood;
        break;
      case 'POISON':
        receiver.poisoned.add(`${one.gateway} ${(appended.get(one.gateway) ?? 0) + 1 + one.ahead}`);
        break;
      case 'CURE':
        receiver.poisoned.clear();
        break;
      case 'CRASH':
        await world.crash();
        break;
    }
  }
  receiver.mood = 'WELL';
  receiver.poisoned.clear();
  await world.advance(24 * 60 * MINUTE_MS);
  return appended;
}

/** Of one gateway: in the order of its numbers, but for those that were parked, which are named by all that overtook them. */
function expectInOrder(first: readonly SentEvent[]): void {
  expect(unnamedOvertakers(first)).toEqual([]);
  for (const { gatewayseq: seq = 0, previousseq } of first) expect(previousseq).toBe(seq === 2 ? 0 : seq - 1);
}

function firstTaken(world: TestDelivery, gatewayId: number): SentEvent[] {
  const seen = new Set<string>();
  return world
    .taken()
    .filter(({ gatewayid, id }) => gatewayid === String(gatewayId) && !seen.has(id) && seen.add(id).size > 0);
}

test.each([1, 4])(
  'whatever the receiver does and whenever the process dies, everything arrives, in order (batch %i)',
  async (batch) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const world = await startDelivery({ batch });
        try {
          const appended = await play(world, steps);
          for (const [gatewayId, count] of appended) {
            const first = firstTaken(world, gatewayId);
            expect(first.map(({ gatewayseq }) => gatewayseq ?? 0).toSorted((a, b) => a - b)).toEqual(
              Array.from({ length: count }, (_unused, at) => at + 2),
            );
            expectInOrder(first);
          }
          expect(await world.progress()).toMatchObject({ failures: 0, next_attempt_at: null });
        } finally {
          await world.stop();
        }
      }),
      { numRuns: 8, seed: 5 + batch },
    );
  },
  240_000,
);
