import type { CommandWrite, DhwCircuitPatch } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { leafOf, readingOf, type Part } from '../fields/part.ts';
import type { WritePlan } from '../fields/write-plan.ts';
import type { SystemState } from '../system-state.ts';
import { dhwIds, dhwPart, type DhwField } from './dhw-resources.ts';

const LEVELS = ['ecoPlus', 'eco', 'comfort'] as const;
type Level = (typeof LEVELS)[number];
type Edge = 'start' | 'stop';
export type LevelField = `temperatureLevels.${Level}.${Edge}`;
type Temperatures = ReadonlyMap<LevelField, number>;

/** Every set-point after all those that must not be below it. */
const DOWNWARDS: readonly LevelField[] = (['stop', 'start'] as const).flatMap((edge) =>
  LEVELS.toReversed().map((level) => fieldOf(level, edge)),
);

/** Two set-points and the temperatures that cannot be together, the one that has to be lower first. */
export interface Contradiction {
  readonly pair: readonly string[];
  readonly values: readonly number[];
}

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
  const contradiction = contradictionIn(new Map([...now, ...asked]), asked);
  if (contradiction) throw new AppError('setpoints-inconsistent', { ...contradiction });
}

/** What the writes of a command that has waited would make contradict itself, as the circuits are now. */
export function contradictionOf(
  state: SystemState,
  writes: readonly CommandWrite[],
): Contradiction | undefined {
  const values = new Map(writes.map(({ path, value }) => [path, value]));
  for (const id of dhwIds(state)) {
    const part = dhwPart(state, id);
    const asked = temperatures((level, edge) => values.get(leafOf(part, fieldOf(level, edge))?.id ?? ''));
    const found = contradictionIn(new Map([...temperaturesOf(part), ...asked]), asked);
    if (found) return found;
  }
  return undefined;
}

/** A pair that the change does not touch is not its fault. */
function contradictionIn(result: Temperatures, asked: Temperatures): Contradiction | undefined {
  for (const { pair, mayBeEqual } of RULES) {
    const [lower, upper] = [result.get(pair[0]), result.get(pair[1])];
    const isTouched = asked.has(pair[0]) || asked.has(pair[1]);
    if (!isTouched || lower === undefined || upper === undefined) continue;
    if (lower < upper || (mayBeEqual && lower === upper)) continue;
    return { pair, values: [lower, upper] };
  }
  return undefined;
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
  return temperatures((level, edge) => readingOf(part, fieldOf(level, edge)));
}

function temperatures(of: (level: Level, edge: Edge) => unknown): Temperatures {
  const found = new Map<LevelField, number>();
  for (const level of LEVELS) {
    for (const edge of ['start', 'stop'] as const) {
      const value = of(level, edge);
      if (typeof value === 'number') found.set(fieldOf(level, edge), value);
    }
  }
  return found;
}

function fieldOf<L extends Level, E extends Edge>(level: L, edge: E) {
  return `temperatureLevels.${level}.${edge}` as const;
}
