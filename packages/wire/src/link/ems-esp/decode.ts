import { locate } from '../../catalogue/locate.ts';
import type { LeafScalar } from '../native.ts';
import { convert, numberOf, type Converted, type Skipped } from './convert.ts';
import { rowsOf, type PlacedEntity } from './entities.ts';
import { SCALE_WITNESSES } from './entities/thermostat.ts';
import { heatSourceOf } from './heat-source.ts';
import { hasEntity, type EmsKnowledge, type Scale } from './knowledge.ts';
import type { EmsReading } from './payload.ts';

/** Everything that a payload said: each reading gave a value, or is counted with the reason why not. */
export interface EmsDecoded {
  /** By path of the catalogue, in its words and units. */
  readonly values: Readonly<Record<string, LeafScalar>>;
  /** Readings that gave at least one value. */
  readonly carried: number;
  readonly skipped: Readonly<Partial<Record<Skipped, number>>>;
  /** Readings skipped as `source-unknown`: worth decoding again when the heat source has shown itself. */
  readonly held: readonly EmsReading[];
  /** Keys whose words nobody explained; their values are given raw. */
  readonly unlearned: readonly string[];
  /** The same object when there was nothing new in it. */
  readonly knowledge: EmsKnowledge;
}

/** Entities with a place in the catalogue that are remembered of one device; real ones have fewer than 200. */
const SEEN_MAX = 1_000;

/** Decodes the readings of one payload; never throws. */
export function decodeReadings(readings: readonly EmsReading[], before: EmsKnowledge): EmsDecoded {
  const known = notice(readings, before);
  const values: Record<string, LeafScalar> = {};
  const skipped: Partial<Record<Skipped, number>> = {};
  const unlearned: string[] = [];
  const held: EmsReading[] = [];
  let carried = 0;
  for (const reading of readings) {
    const { device, tag, name, raw } = reading;
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
      if (reason === 'source-unknown') held.push(reading);
    }
  }
  const isForeign = known.isForeign || unlearned.length > 0;
  const knowledge = isForeign === known.isForeign ? known : { ...known, isForeign };
  return { values, carried, skipped, held, unlearned, knowledge };
}

function resultOf(raw: unknown, row: PlacedEntity, known: EmsKnowledge): Converted {
  if (isOutranked(row, known)) return { skipped: 'outranked' };
  const result = convert(raw, row, known);
  // Its data point would have the name of a compressor or of a burner by chance.
  const isAmbiguous = 'value' in result && locate(row.path)?.resource.pointOfBoiler !== undefined;
  return isAmbiguous && heatSourceOf(known) === undefined ? { skipped: 'source-unknown' } : result;
}

/** Another entity of the device carries the same resource better. */
export function isOutranked({ unless }: PlacedEntity, known: EmsKnowledge): boolean {
  return unless?.some((key) => hasEntity(known, key)) ?? false;
}

/** What a payload shows besides its values: which entities there are, and the scale of temperatures. */
function notice(readings: readonly EmsReading[], before: EmsKnowledge): EmsKnowledge {
  const seen: Record<string, string> = {};
  const shown: Scale[] = [];
  let room = SEEN_MAX - Object.keys(before.seen).length;
  for (const { device, tag, name, raw, spelled } of readings) {
    const [row] = rowsOf(device, tag, name);
    if (!row || raw === null || raw === '') continue;
    shown.push(...scaleShownBy(row, raw));
    if (before.seen[row.key] === spelled || room <= 0) continue;
    seen[row.key] = spelled;
    room -= 1;
  }
  const scale = agreedScale(shown, before.scale);
  if (Object.keys(seen).length === 0 && scale === before.scale) return before;
  return { ...before, ...(scale && { scale }), seen: { ...before.seen, ...seen } };
}

function scaleShownBy({ device, circuit, name }: PlacedEntity, raw: unknown): Scale[] {
  if (device !== 'thermostat' || circuit !== 'hc' || !SCALE_WITNESSES.has(name)) return [];
  const value = numberOf(raw);
  if (value === undefined || value < 5 || value > 86) return [];
  if (value <= 30) return ['C'];
  return value >= 41 ? ['F'] : [];
}

/** One set-point tells the scale of a device that is new; against what is known it takes two, and none that says otherwise. */
function agreedScale(shown: readonly Scale[], known: Scale | undefined): Scale | undefined {
  const [first] = shown;
  if (first === undefined || shown.some((scale) => scale !== first)) return known;
  return known === undefined || shown.length > 1 ? first : known;
}
