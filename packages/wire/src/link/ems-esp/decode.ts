import type { LeafScalar } from '../native.ts';
import { convert, numberOf, type Converted, type Skipped } from './convert.ts';
import { rowsOf, type PlacedEntity } from './entities.ts';
import { SCALE_WITNESSES } from './entities/thermostat.ts';
import { hasEntity, type EmsKnowledge, type Scale } from './knowledge.ts';
import type { EmsReading } from './payload.ts';

/** Everything that a payload said: each reading gave a value, or is counted with the reason why not. */
export interface EmsDecoded {
  /** By path of the catalogue, in its words and units. */
  readonly values: Readonly<Record<string, LeafScalar>>;
  /** Readings that gave at least one value. */
  readonly carried: number;
  readonly skipped: Readonly<Partial<Record<Skipped, number>>>;
  /** Keys whose words nobody explained; their values are given raw. */
  readonly unlearned: readonly string[];
  /** The same object when there was nothing new in it. */
  readonly knowledge: EmsKnowledge;
}

/** Entities with a place in the catalogue that are remembered of one device; real ones have fewer than 200. */
const SEEN_MAX = 1_000;

/** Decodes the readings of one payload; never throws. `assumed`: scale of a device that has not shown its own. */
export function decodeReadings(
  readings: readonly EmsReading[],
  before: EmsKnowledge,
  assumed?: Scale,
): EmsDecoded {
  const noticed = notice(readings, before);
  const known = noticed.scale || !assumed ? noticed : { ...noticed, scale: assumed };
  const values: Record<string, LeafScalar> = {};
  const skipped: Partial<Record<Skipped, number>> = {};
  const unlearned: string[] = [];
  let carried = 0;
  for (const { device, tag, name, raw } of readings) {
    const results = rowsOf(device, tag, name).map((row) => [row, resultOf(raw, row, known)] as const);
    for (const [row, result] of results) {
      if ('skipped' in result) continue;
      values[row.path] = result.value;
      if (result.isUnlearned) unlearned.push(row.key);
    }
    if (results.some(([, result]) => 'value' in result)) carried += 1;
    else {
      const reason = results.flatMap(([, result]) => ('skipped' in result ? [result.skipped] : []))[0];
      skipped[reason ?? 'unmapped'] = (skipped[reason ?? 'unmapped'] ?? 0) + 1;
    }
  }
  const isForeign = noticed.isForeign || unlearned.length > 0;
  const knowledge = isForeign === noticed.isForeign ? noticed : { ...noticed, isForeign };
  return { values, carried, skipped, unlearned, knowledge };
}

function resultOf(raw: unknown, row: PlacedEntity, known: EmsKnowledge): Converted {
  return isOutranked(row, known) ? { skipped: 'outranked' } : convert(raw, row, known);
}

/** Another entity of the device carries the same resource better. */
export function isOutranked({ unless }: PlacedEntity, known: EmsKnowledge): boolean {
  return unless?.some((key) => hasEntity(known, key)) ?? false;
}

/** What a payload shows besides its values: which entities there are, and the scale of temperatures. */
function notice(readings: readonly EmsReading[], before: EmsKnowledge): EmsKnowledge {
  const seen: Record<string, string> = {};
  let scale = before.scale;
  let room = SEEN_MAX - Object.keys(before.seen).length;
  for (const { device, tag, name, raw, spelled } of readings) {
    const [row] = rowsOf(device, tag, name);
    if (!row || raw === null || raw === '') continue;
    scale = scaleShownBy(row, raw) ?? scale;
    if (before.seen[row.key] === spelled || room <= 0) continue;
    seen[row.key] = spelled;
    room -= 1;
  }
  if (Object.keys(seen).length === 0 && scale === before.scale) return before;
  return { ...before, ...(scale && { scale }), seen: { ...before.seen, ...seen } };
}

function scaleShownBy({ device, circuit, name }: PlacedEntity, raw: unknown): Scale | undefined {
  if (device !== 'thermostat' || circuit !== 'hc' || !SCALE_WITNESSES.has(name)) return undefined;
  const value = numberOf(raw);
  if (value === undefined || value < 5 || value > 86) return undefined;
  if (value <= 30) return 'C';
  return value >= 41 ? 'F' : undefined;
}
