import type { DhwCircuitPatch } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { readingOf, type Part } from '../fields/part.ts';
import type { WritePlan } from '../fields/write-plan.ts';
import type { DhwField } from './dhw-resources.ts';

const LEVELS = ['ecoPlus', 'eco', 'comfort'] as const;
type Level = (typeof LEVELS)[number];
type Edge = 'start' | 'stop';
export type LevelField = `temperatureLevels.${Level}.${Edge}`;
type Temperatures = ReadonlyMap<LevelField, number>;

/** Every set-point after all those that must not be below it. */
const DOWNWARDS: readonly LevelField[] = (['stop', 'start'] as const).flatMap((edge) =>
  LEVELS.toReversed().map((level) => fieldOf(level, edge)),
);

/** A pair of set-points, the lower one first. */
interface Rule {
  readonly pair: readonly [lower: LevelField, upper: LevelField];
  readonly mayBeEqual: boolean;
}

/** Stop above start in each level; Eco+, Eco and Comfort in this order, each edge for itself, also where Eco is missing. */
const RULES: readonly Rule[] = [
  ...LEVELS.map((level): Rule => ({
    pair: [fieldOf(level, 'start'), fieldOf(level, 'stop')],
    mayBeEqual: false,
  })),
  ...(['start', 'stop'] as const).flatMap((edge) =>
    (
      [
        ['ecoPlus', 'eco'],
        ['eco', 'comfort'],
        ['ecoPlus', 'comfort'],
      ] as const
    ).map(([lower, upper]): Rule => ({
      pair: [fieldOf(lower, edge), fieldOf(upper, edge)],
      mayBeEqual: true,
    })),
  ),
];

/**
 * Plans the level temperatures: 409 when what comes out would contradict itself, and in an order in which no gateway that checks the
 * same rules at each write refuses one.
 */
export function planLevels(
  plan: WritePlan<DhwField>,
  part: Part<DhwField>,
  wanted: DhwCircuitPatch['temperatureLevels'],
): void {
  const asked = askedFor(wanted);
  const now = temperaturesOf(part);
  for (const field of inSafeOrder(now, asked)) plan.number(field, asked.get(field));
  requireConsistent(new Map([...now, ...asked]), asked);
}

/** A pair that the change does not touch is not its fault. */
function requireConsistent(result: Temperatures, asked: Temperatures): void {
  for (const { pair, mayBeEqual } of RULES) {
    const [lower, upper] = [result.get(pair[0]), result.get(pair[1])];
    const isTouched = asked.has(pair[0]) || asked.has(pair[1]);
    if (!isTouched || lower === undefined || upper === undefined) continue;
    if (lower < upper || (mayBeEqual && lower === upper)) continue;
    throw new AppError('setpoints-inconsistent', { pair, values: [lower, upper] });
  }
}

/** What rises first, from the top; then what falls, from the bottom: no set-point ever passes another. */
export function inSafeOrder(now: Temperatures, asked: Temperatures): LevelField[] {
  const falls = (field: LevelField) => (asked.get(field) ?? 0) < (now.get(field) ?? -Infinity);
  const fields = DOWNWARDS.filter((field) => asked.has(field));
  const rising = fields.filter((field) => !falls(field));
  return [...rising, ...fields.filter(falls).toReversed()];
}

function askedFor(wanted: DhwCircuitPatch['temperatureLevels'] = {}): Temperatures {
  return temperatures((level, edge) => wanted[level]?.[edge]);
}

function temperaturesOf(part: Part<DhwField>): Temperatures {
  return temperatures((level, edge) => {
    const value = readingOf(part, fieldOf(level, edge));
    return typeof value === 'number' ? value : undefined;
  });
}

function temperatures(of: (level: Level, edge: Edge) => number | undefined): Temperatures {
  const found = new Map<LevelField, number>();
  for (const level of LEVELS) {
    for (const edge of ['start', 'stop'] as const) {
      const value = of(level, edge);
      if (value !== undefined) found.set(fieldOf(level, edge), value);
    }
  }
  return found;
}

function fieldOf<L extends Level, E extends Edge>(level: L, edge: E) {
  return `temperatureLevels.${level}.${edge}` as const;
}
