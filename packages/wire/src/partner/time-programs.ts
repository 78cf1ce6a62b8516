import Type from 'typebox';
import { SWITCH_POINTS_MAX } from '../link/native.ts';
import { Connectivity, Timestamp, listOf, ours } from './common.ts';
import { UnavailableReason } from './hvacs.ts';

const ProgramDay = Type.Enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);
export type ProgramDay = Type.Static<typeof ProgramDay>;

/** From this time of this day on the level holds, until the next switch point. */
export const ProgramPoint = Type.Object(
  {
    day: ProgramDay,
    time: Type.String({
      pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
      description: 'Local time of the gateway. `24:00` where the gateway counts to the end of a day.',
      examples: ['06:30'],
    }),
    level: Type.Union([Type.String({ minLength: 1, maxLength: 40 }), Type.Number()], {
      description:
        'One of `limits.levels`: `comfort`, `eco`, `ecoPlus`, `off`, `on`, or the own word of the gateway; where the program has ' +
        '`limits.temperature`, degrees Celsius.',
      examples: ['comfort'],
    }),
  },
  { ...ours, title: 'ProgramPoint', additionalProperties: false },
);
export type ProgramPoint = Type.Static<typeof ProgramPoint>;

const timeProgram = {
  id: Type.String({
    description:
      'As the gateway calls it, and `activeTimeProgram` of the circuit names it; `P1` to `P4` where the platform executes it.',
  }),
  switchPoints: Type.Optional(
    Type.Array(ProgramPoint, {
      description: 'From Monday to Sunday; left out where `unavailable` says why.',
    }),
  ),
  executedBy: Type.Enum(['GATEWAY', 'PLATFORM'], {
    description:
      'Who switches at the switch points: the platform where the gateway has no programs of its own.',
  }),
  active: Type.Optional(
    Type.Boolean({
      description:
        'Is it the program that the circuit follows, of the gateway in mode AUTO? Left out where the gateway does not tell.',
    }),
  ),
  writable: Type.Boolean(),
  limits: Type.Object({
    rasterMinutes: Type.Optional(Type.Integer({ description: 'Times are multiples of it.' })),
    maxPoints: Type.Integer(),
    maxPointsPerDay: Type.Optional(Type.Integer()),
    endOfDay: Type.Boolean({ description: 'Is `24:00` a time?' }),
    levels: Type.Optional(
      Type.Array(Type.String(), { description: 'The levels that a switch point names.' }),
    ),
    temperature: Type.Optional(
      Type.Object(
        { min: Type.Number(), max: Type.Number(), step: Type.Number() },
        { description: 'In place of `levels`: switch points name temperatures.' },
      ),
    ),
  }),
  unavailable: Type.Array(Type.Object({ field: Type.String(), reason: UnavailableReason })),
  asOf: Type.Optional(Timestamp),
  connectivity: Connectivity,
};

/** A week's schedule of one circuit. */
export const TimeProgram = Type.Object(timeProgram, { ...ours, title: 'TimeProgram' });
export type TimeProgram = Type.Static<typeof TimeProgram>;
export const TimeProgramList = listOf(TimeProgram);

/** Body of the PUT: the whole program. */
export const TimeProgramOrder = Type.Object(
  {
    switchPoints: Type.Array(ProgramPoint, {
      minItems: 1,
      maxItems: SWITCH_POINTS_MAX,
      description: 'In any order; replaces all switch points that the program has.',
    }),
  },
  { ...ours, title: 'TimeProgramOrder', additionalProperties: false },
);
export type TimeProgramOrder = Type.Static<typeof TimeProgramOrder>;

export const TimeProgramReplaced = Type.Object(
  {
    ...timeProgram,
    commandId: Type.Optional(
      Type.String({
        description: 'Left out where the platform executes the program: nothing is sent for it.',
      }),
    ),
  },
  { ...ours, title: 'TimeProgramReplaced' },
);
export type TimeProgramReplaced = Type.Static<typeof TimeProgramReplaced>;
