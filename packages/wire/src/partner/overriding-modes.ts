import Type from 'typebox';
import { Timestamp, ours } from './common.ts';

/**
 * What outranks a circuit's operation mode, highest first. The reference names the modes and says that each has its own
 * priority; the order is ours, with its reasons.
 */
export const OVERRIDING_MODES = [
  {
    mode: 'BOOST',
    holdsBack: true,
    reason:
      'Somebody asked for more heat or hot water for a limited time, more recently than for anything else.',
  },
  {
    mode: 'AWAY',
    holdsBack: true,
    reason: 'Nobody is at home: switched by hand for the whole system, it outranks what was planned.',
  },
  {
    mode: 'HOLIDAY',
    holdsBack: true,
    reason: 'Planned ahead for single circuits, it outranks their programs and modes until it ends.',
  },
  {
    mode: 'SUMMER',
    holdsBack: true,
    reason: 'The circuit does not heat at all, whichever mode and set-point it has.',
  },
  {
    mode: 'WINTER',
    holdsBack: false,
    reason: 'Heating is held on by hand; operation mode and set-points go on deciding how much.',
  },
] as const;
export type OverridingModeName = (typeof OVERRIDING_MODES)[number]['mode'];

/** Overriding modes of the reference (operation modes page); the words are ours. */
export const OverridingMode = Type.Object({
  mode: Type.Enum(OVERRIDING_MODES.map(({ mode }) => mode)),
  until: Type.Optional(Timestamp),
});
export type OverridingMode = Type.Static<typeof OverridingMode>;

export const ActiveOverridingModes = Type.Array(OverridingMode, {
  ...ours,
  description: [
    'Those that are active, the highest priority first; `until` where the end is known.',
    ...OVERRIDING_MODES.map(({ mode, reason }) => `${mode}: ${reason}`),
  ].join(' '),
});

export const WithoutEffectUntil = Type.Union([Timestamp, Type.Null()], {
  description:
    'An overriding mode is active: the change waits for the end of the highest one (null: end unknown).',
});
