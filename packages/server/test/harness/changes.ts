import type {
  DhwChargeOrder,
  DhwCircuitPatch,
  HeatingCircuitPatch,
  TimeProgramOrder,
} from '@hearthgate/wire';
import fc from 'fast-check';

/** A change of something that `twoCircuits` has: the path below its system, and a body that is valid in itself. */
export type Change =
  | { method: 'PATCH'; path: 'heatingCircuits/1' | 'heatingCircuits/2'; body: HeatingCircuitPatch }
  | { method: 'PATCH'; path: 'dhwCircuits/1'; body: DhwCircuitPatch }
  | { method: 'PUT'; path: 'dhwCircuits/1/charge'; body: DhwChargeOrder }
  | { method: 'PUT'; path: `${'heatingCircuits' | 'dhwCircuits'}/1/timePrograms/A`; body: TimeProgramOrder };

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const room = halves(6, 25);

const heating: fc.Arbitrary<Change> = fc.record({
  method: fc.constant('PATCH' as const),
  path: fc.constantFrom('heatingCircuits/1' as const, 'heatingCircuits/2' as const),
  body: fc
    .record(
      {
        operationMode: fc.constantFrom('AUTO' as const, 'MANUAL' as const, 'OFF' as const),
        manualRoomSetpoint: room,
        temperatureLevels: someOf({ comfort: room, eco: room }),
        activeTimeProgram: fc.constantFrom('A', 'B'),
      },
      { requiredKeys: [] },
    )
    .filter(isNotEmpty),
});

/** Neighbours overlap, so that some changes contradict others and most do not. */
const band = (start: number, stop: number) =>
  someOf({ start: halves(start - 3, start + 2), stop: halves(stop - 2, stop + 3) });
const hotWater: fc.Arbitrary<Change> = fc.record({
  method: fc.constant('PATCH' as const),
  path: fc.constant('dhwCircuits/1' as const),
  body: fc
    .record(
      {
        operationMode: fc.constantFrom(
          'OFF' as const,
          'ECO_PLUS' as const,
          'ECO' as const,
          'COMFORT' as const,
        ),
        temperatureLevels: someOf({ ecoPlus: band(40, 46), eco: band(45, 51), comfort: band(48, 54) }),
      },
      { requiredKeys: [] },
    )
    .filter(isNotEmpty),
});

const charge: fc.Arbitrary<Change> = fc.record({
  method: fc.constant('PUT' as const),
  path: fc.constant('dhwCircuits/1/charge' as const),
  body: fc.record({ status: fc.constantFrom('START' as const, 'STOP' as const) }),
});

/** Another level for each family of circuit; in the order of the week, as it is read. */
const program: fc.Arbitrary<Change> = fc
  .constantFrom(
    ['heatingCircuits', ['comfort', 'eco']] as const,
    ['dhwCircuits', ['comfort', 'eco', 'ecoPlus']] as const,
  )
  .chain(([kind, levels]) =>
    fc.record({
      method: fc.constant('PUT' as const),
      path: fc.constant(`${kind}/1/timePrograms/A` as const),
      body: fc
        .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 4, max: 22 })), {
          minLength: 1,
          maxLength: 6,
          selector: ([day, hour]) => day * 24 + hour,
        })
        .chain((times) =>
          fc.record({
            switchPoints: fc.tuple(
              ...times
                .toSorted(([a, b], [c, d]) => a - c || b - d)
                .map(([day, hour]) =>
                  fc.record({
                    day: fc.constant(DAYS[day] ?? 'MO'),
                    time: fc.constant(`${String(hour).padStart(2, '0')}:15`),
                    level: fc.constantFrom(...levels),
                  }),
                ),
            ),
          }),
        ),
    }),
  );

export const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: heating },
  { weight: 4, arbitrary: hotWater },
  { weight: 1, arbitrary: charge },
  { weight: 2, arbitrary: program },
);

function halves(from: number, to: number): fc.Arbitrary<number> {
  return fc.integer({ min: from * 2, max: to * 2 }).map((half) => half / 2);
}

function someOf<T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
  return fc
    .record(model, { requiredKeys: [] })
    .filter((some) => Object.keys(some).length > 0) as fc.Arbitrary<Partial<T>>;
}

function isNotEmpty(body: object): boolean {
  return Object.keys(body).length > 0;
}
