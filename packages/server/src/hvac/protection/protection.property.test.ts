import type { CommandWrite, LinkValue } from '@hearthgate/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { twinOf } from '../../../test/harness/twin.ts';
import { emptyState } from '../system-state.ts';
import { violationOf } from './check-writes.ts';
import { LOOK_BACK_MS, type PastWrite } from './situation.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START_MS = Date.parse('2026-01-15T00:00:00Z');
const HC = '/heatingCircuits/hc1';
const MODE = `${HC}/operationMode`;
const MANUAL = `${HC}/manualRoomSetpoint`;
const CHARGE = '/dhwCircuits/dhw1/charge';
const OUTDOOR = '/system/sensors/temperatures/outdoor_t1';

/** What really happened in the house. */
interface Change {
  readonly path: string;
  readonly from: LinkValue;
  readonly to: LinkValue;
  readonly atMs: number;
  readonly outdoor: number;
}

type Step =
  | {
      readonly what: 'WRITE';
      readonly path: string;
      readonly value: LinkValue;
      /** `LOST`: carried out, but the answer never came. `IGNORED`: neither. */
      readonly gateway: 'DOES' | 'REFUSES' | 'LOST' | 'IGNORED';
    }
  | { readonly what: 'PASS'; readonly minutes: number }
  | { readonly what: 'WEATHER'; readonly outdoor: number };

/** A house, what the platform knows of it, and every command that the rules let through. */
class Model {
  nowMs = START_MS;
  readonly house = new Map<string, LinkValue>([
    [MODE, 'auto'],
    [MANUAL, 20],
    [CHARGE, 'stop'],
    [OUTDOOR, 8],
  ]);
  twin = new Map(this.house);
  past: PastWrite[] = [];
  readonly changes: Change[] = [];
  refused = 0;
  #reportedMs = START_MS;

  take(step: Step): void {
    switch (step.what) {
      case 'PASS':
        this.nowMs += step.minutes * MINUTE_MS;
        // Gateways report at least every 15 minutes.
        if (this.nowMs - this.#reportedMs >= 15 * MINUTE_MS) this.#report();
        break;
      case 'WEATHER':
        this.house.set(OUTDOOR, step.outdoor);
        this.#report();
        break;
      case 'WRITE':
        this.#write(step, step.gateway);
        break;
    }
  }

  #report(): void {
    this.#reportedMs = this.nowMs;
    this.twin = new Map(this.house);
  }

  #write({ path, value }: CommandWrite, gateway: 'DOES' | 'REFUSES' | 'LOST' | 'IGNORED'): void {
    if (this.#isRefused({ path, value })) return void (this.refused += 1);
    const before = this.house.get(path) ?? '';
    const unanswered = gateway === 'LOST' || gateway === 'IGNORED';
    const replaced = this.twin.get(path);
    if (gateway !== 'REFUSES') this.past.push({ path, value, replaced, atMs: this.nowMs, unanswered });
    if (gateway === 'DOES' || gateway === 'LOST') {
      const outdoor = Number(this.house.get(OUTDOOR));
      this.changes.push({ path, from: before, to: value, atMs: this.nowMs, outdoor });
      this.house.set(path, value);
    }
    if (gateway === 'DOES') this.twin.set(path, value);
  }

  #isRefused(write: CommandWrite): boolean {
    const state = { ...emptyState(101_000_001), twin: twinOf(this.twin), latestAtMs: this.nowMs };
    const past = this.past.filter(({ atMs }) => atMs >= this.nowMs - LOOK_BACK_MS);
    const situation = { state, systemType: 'HEAT_PUMP' as const, past, nowMs: this.nowMs };
    return violationOf(situation, [write]) !== undefined;
  }
}

const gateway = fc.oneof(
  { weight: 6, arbitrary: fc.constant('DOES' as const) },
  { weight: 1, arbitrary: fc.constantFrom('REFUSES' as const, 'LOST' as const, 'IGNORED' as const) },
);
const write = fc
  .oneof(
    fc.record({ path: fc.constant(MODE), value: fc.constantFrom('auto', 'off', 'manual') }),
    fc.record({ path: fc.constant(MANUAL), value: fc.integer({ min: 5, max: 30 }) }),
    fc.record({ path: fc.constant(CHARGE), value: fc.constantFrom('start', 'stop') }),
  )
  .chain((one) => gateway.map((how) => ({ what: 'WRITE' as const, ...one, gateway: how })));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: write },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('PASS' as const),
      minutes: fc.constantFrom(1, 3, 5, 11, 16, 61),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('WEATHER' as const), outdoor: fc.constantFrom(-6, 8) }),
  },
);

const isOff = (value: LinkValue) => value === 'off' || value === 'stop';
const isFlip = ({ from, to }: Change) => isOff(from) !== isOff(to);

function expectSafe({ changes }: Model): void {
  for (const [at, change] of changes.entries()) {
    const before = changes.slice(0, at).filter(({ path }) => path === change.path);
    const inHour = before.filter(({ atMs }) => atMs > change.atMs - HOUR_MS);
    const isCold = change.outdoor < 0;
    if (change.path === MODE && isFlip(change)) {
      const sinceFlip = change.atMs - (before.findLast(isFlip)?.atMs ?? 0);
      if (!isCold || isOff(change.to)) expect(sinceFlip).toBeGreaterThanOrEqual(10 * MINUTE_MS);
    }
    if (isCold && change.path === MODE) expect(change.to).not.toBe('off');
    if (change.path === CHARGE && isFlip(change) && change.to === 'start')
      expect(inHour.filter((one) => isFlip(one) && one.to === 'start').length).toBeLessThan(3);
    if (change.path === MANUAL) expectSafeSetpoint(change, inHour);
  }
}

function expectSafeSetpoint({ from, to, outdoor }: Change, inHour: readonly Change[]): void {
  const lowers = Number(to) < Number(from);
  if (outdoor < 0) expect(Number(to) >= 8 || !lowers).toBe(true);
  if (outdoor < 0 && !lowers) return;
  expect(inHour.length).toBeLessThan(12);
  if (Number(to) <= Number(from)) return;
  const held = [from, ...inHour.map((one) => one.from)].map(Number);
  expect(Number(to) - Math.min(...held)).toBeLessThanOrEqual(10);
}

test('no sequence of accepted changes, lost, refused and ignored ones among them, violates a rule in the house', () => {
  let accepted = 0;
  let refused = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      const model = new Model();
      for (const one of steps) model.take(one);
      expectSafe(model);
      accepted += model.changes.length;
      refused += model.refused;
    }),
    { numRuns: 5_000, seed: 19 },
  );
  // The rules were really asked, and did not refuse everything.
  expect(refused).toBeGreaterThan(1_000);
  expect(accepted).toBeGreaterThan(10_000);
});
