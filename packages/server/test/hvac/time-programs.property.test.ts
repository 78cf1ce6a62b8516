import { ReplayAppliance, type Tree } from '@hearthgate/device';
import type { LinkValue, ProgramPoint } from '@hearthgate/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyValues } from '../../src/hvac/ingest/apply-report.ts';
import { emptyState } from '../../src/hvac/system-state.ts';
import { planProgram } from '../../src/hvac/time-programs/plan-program.ts';
import { programView } from '../../src/hvac/time-programs/program-view.ts';
import { requireProgram, type CircuitKind } from '../../src/hvac/time-programs/program-leaves.ts';
import { AppError } from '../../src/platform/app-error.ts';
import { canHeatPump, easyControl, icomBoiler } from '../harness/program-trees.ts';

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const PROGRAMS: readonly (readonly [string, Tree, CircuitKind, number, string])[] = [
  ['levels', icomBoiler(), 'heatingCircuits', 1, 'A'],
  ['temperatures', icomBoiler(), 'heatingCircuits', 2, 'A'],
  ['hot water', icomBoiler(), 'dhwCircuits', 1, 'A'],
  ['two points a day', canHeatPump(), 'heatingCircuits', 1, 'Program1'],
  ['on and off', canHeatPump(), 'dhwCircuits', 1, 'Program1'],
  ['the whole house', easyControl(), 'heatingCircuits', 1, 'pg1'],
];

/** What the gateway told, with these values in place of what it had. */
function circuitOf(tree: Tree, kind: CircuitKind, number: number, values: Record<string, LinkValue> = {}) {
  const appliance = new ReplayAppliance(tree);
  const leaves = new Map(appliance.describe().map((leaf) => [leaf.id, leaf]));
  const told = { ...appliance.read(), ...values };
  const { state } = applyValues({ ...emptyState(101_000_001), leaves }, told, Date.UTC(2026, 0, 15), true);
  return { state, kind, number };
}

/** Times on and beside every raster, levels of every family, days as full as may be. */
const point = fc.record({
  day: fc.constantFrom(...DAYS),
  time: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 47 }).map((half) => timeOf(half * 30)) },
    fc.integer({ min: 0, max: 1_440 }).map(timeOf),
  ),
  level: fc.oneof(
    fc.constantFrom('comfort', 'eco', 'off', 'on', 'high', 'party'),
    fc.integer({ min: 8, max: 62 }).map((half) => half / 2),
  ),
});

function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function inOrder(points: readonly ProgramPoint[]): ProgramPoint[] {
  const place = ({ day, time }: ProgramPoint) => `${DAYS.indexOf(day)} ${time}`;
  return points.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
}

describe.each(PROGRAMS)('a program of %s', (_name, tree, kind, number, id) => {
  const circuit = circuitOf(tree, kind, number);
  const program = requireProgram(circuit, id);

  test('whatever is asked for is refused with a reason, or is what the gateway takes and reads back', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), (points) => {
        let writes;
        try {
          writes = planProgram(circuit, program, points);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          return;
        }
        taken += 1;
        const [write] = writes;
        if (!write) throw new Error('nothing is written');
        expect(new ReplayAppliance(tree).write(write.path, write.value).status).toBe('CONFIRMED');
        const after = circuitOf(tree, kind, number, { [write.path]: write.value });
        expect(programView(after, program, 'ONLINE').switchPoints).toEqual(inOrder(points));
      }),
      { numRuns: 500, seed: 1 },
    );
    expect(taken).toBeGreaterThan(5);
  });

  test('what it holds can be written again, as it is', () => {
    const { switchPoints = [] } = programView(circuit, program, 'ONLINE');
    const [write] = planProgram(circuit, program, switchPoints.toReversed());
    const after = circuitOf(tree, kind, number, { [program.leaf.id]: write?.value ?? [] });
    expect(programView(after, program, 'ONLINE')).toEqual(programView(circuit, program, 'ONLINE'));
  });
});

test('a program that was never reported is shown without switch points, and may be written', () => {
  const tree = icomBoiler();
  const leaves = new Map(new ReplayAppliance(tree).describe().map((leaf) => [leaf.id, leaf]));
  const circuit = {
    state: { ...emptyState(101_000_001), leaves },
    kind: 'heatingCircuits',
    number: 1,
  } as const;
  const program = requireProgram(circuit, 'A');
  const view = programView(circuit, program, 'OFFLINE');
  expect([view.switchPoints, view.active, view.unavailable]).toEqual([
    undefined,
    undefined,
    [{ field: 'switchPoints', reason: 'NOT_REPORTED' }],
  ]);
  expect(planProgram(circuit, program, [{ day: 'FR', time: '06:00', level: 'comfort' }])).toEqual([
    { path: program.leaf.id, value: [{ dayOfWeek: 'Fr', time: 360, setpoint: 'comfort2' }] },
  ]);
});
