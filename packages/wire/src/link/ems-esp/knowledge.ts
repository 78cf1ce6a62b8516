import { isStorableText } from '../../catalogue/storable-text.ts';
import { keyOf, rowsOf } from './entities.ts';
import { isRecord } from './payload.ts';

/** Setting of the device; Celsius unless it says or shows otherwise. */
export type Scale = 'C' | 'F';

/** What the device says of an entity. */
export interface Learned {
  /** Options of an enumeration in the device's language, in the order of its index. */
  readonly options?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly writeable?: boolean;
}

/** What is known of one device, by what it said (`entities`) and what it was seen to publish. Never changed in place. */
export interface EmsKnowledge {
  readonly scale?: Scale;
  /** Words of booleans in the device's language, in lower case. */
  readonly flags: Readonly<Record<string, boolean>>;
  /** By key; empty while the device has not answered. */
  readonly learned: Readonly<Record<string, Learned>>;
  /** Keys of entities with a place in the catalogue, each as the device spells it in topics. */
  readonly seen: Readonly<Record<string, string>>;
  /** Words or indexes came that nobody explained: the device speaks another language, or in numbers. */
  readonly isForeign: boolean;
}

export const NOTHING_KNOWN: EmsKnowledge = { flags: {}, learned: {}, seen: {}, isForeign: false };

/** Words of booleans that are kept of one device. */
const FLAGS_MAX = 20;
const OPTIONS_MAX = 100;
const WORD_MAX = 60;

/** Does the device have this entity? `{n}` is not resolved here. */
export function hasEntity({ seen, learned }: EmsKnowledge, key: string): boolean {
  return Object.hasOwn(seen, key) || Object.hasOwn(learned, key);
}

export function learnedOf({ learned }: EmsKnowledge, key: string): Learned | undefined {
  return Object.hasOwn(learned, key) ? learned[key] : undefined;
}

/**
 * Learns from the answer to `<device>/entities`, or to a read of one entity: options, ranges, units, what may be written. What has
 * no place in the catalogue is not kept. Undefined when the answer describes no entity.
 */
export function learnEntities(
  knowledge: EmsKnowledge,
  device: string,
  answer: unknown,
): EmsKnowledge | undefined {
  const entries = entitiesIn(answer);
  if (entries.length === 0) return undefined;
  const flags = { ...knowledge.flags };
  const learned = { ...knowledge.learned };
  let scale = knowledge.scale;
  for (const entry of entries) {
    scale = scaleOf(entry) ?? scale;
    learnFlag(flags, entry);
    const { tag, name } = placeOf(entry);
    if (rowsOf(device, tag, name).length > 0) learned[keyOf(device, tag, name)] = describedAs(entry);
  }
  const after = { ...knowledge, ...(scale && { scale }), flags, learned, isForeign: false };
  return JSON.stringify(after) === JSON.stringify(knowledge) ? knowledge : after;
}

function entitiesIn(answer: unknown): Record<string, unknown>[] {
  const list = Array.isArray(answer) ? answer.flatMap(entriesOf) : entriesOf(answer);
  return list.filter((entry) => typeof entry['name'] === 'string');
}

function entriesOf(value: unknown): Record<string, unknown>[] {
  if (!isRecord(value)) return [];
  return typeof value['name'] === 'string' ? [value] : Object.values(value).filter(isRecord);
}

/** Older firmware says `wwseltemp` without a circuit. */
function placeOf(entry: Record<string, unknown>): { tag: string; name: string } {
  const full = String(entry['name']);
  const circuit = typeof entry['circuit'] === 'string' ? entry['circuit'] : '';
  if (/^ww./.test(full)) return { tag: 'dhw', name: full.slice(2) };
  return { tag: circuit.replace(/^ww/, 'dhw'), name: full };
}

function describedAs(entry: Record<string, unknown>): Learned {
  const { enum: options, min, max, writeable } = entry;
  const isFahrenheit = scaleOf(entry) === 'F';
  const bound = (value: number) => (isFahrenheit ? toCelsius(value) : value);
  return {
    ...(isWords(options) && { options }),
    ...(isFinite(min) && { min: bound(min) }),
    ...(isFinite(max) && { max: bound(max) }),
    ...(typeof writeable === 'boolean' && { writeable }),
  };
}

function learnFlag(flags: Record<string, boolean>, entry: Record<string, unknown>): void {
  const { type, bool, value } = entry;
  if (type !== 'boolean' || typeof bool !== 'boolean' || typeof value !== 'string') return;
  if (value.length > WORD_MAX || Object.keys(flags).length >= FLAGS_MAX) return;
  flags[value.toLowerCase()] = bool;
}

function scaleOf({ uom }: Record<string, unknown>): Scale | undefined {
  if (typeof uom !== 'string') return undefined;
  if (/^°?F$/.test(uom)) return 'F';
  return /^°?C$/.test(uom) ? 'C' : undefined;
}

/** To hundredths: what is converted is no more exact. */
export function toCelsius(degreesF: number): number {
  return Math.round(((degreesF - 32) / 1.8) * 100) / 100;
}
export function toFahrenheit(degreesC: number): number {
  return Math.round((degreesC * 1.8 + 32) * 10) / 10;
}

function isWords(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length <= OPTIONS_MAX &&
    value.every((word) => typeof word === 'string' && word.length <= WORD_MAX && isStorableText(word))
  );
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
