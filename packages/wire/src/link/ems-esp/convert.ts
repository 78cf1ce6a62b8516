import { isStorableText } from '../../catalogue/storable-text.ts';
import { factorBetween } from '../../catalogue/units.ts';
import { locate } from '../../catalogue/locate.ts';
import type { LeafScalar } from '../native.ts';
import type { PlacedEntity } from './entities.ts';
import type { EmsForm, WordList } from './entity.ts';
import { toCelsius, learnedOf, type EmsKnowledge } from './knowledge.ts';
import { isSameWord, learnedList, plausibleLists } from './word-list.ts';

/** Why a reading gave no value. */
export type Skipped =
  /** The catalogue has no place for it. */
  | 'unmapped'
  /** Absent, or the name of a command. */
  | 'empty'
  /** Another entity of this device carries the resource. */
  | 'outranked'
  /** A temperature before the device's scale is known. */
  | 'scale-unknown'
  /** A count of starts before the device has shown whether they are of a burner or of a compressor. */
  | 'source-unknown'
  /** Not what an entity of its kind can be. */
  | 'unreadable';

export type Converted =
  | { readonly value: LeafScalar; readonly isUnlearned?: true }
  | { readonly skipped: Skipped };

/** Words of the firmware that no language changes, and those of languages that are documented (facts: gateways, section 1.3). */
const FLAG_WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['on', 'true', '1', 'an', 'aan', 'på'].map((word) => [word, true] as const),
  ...['off', 'false', '0', 'aus', 'uit', 'av'].map((word) => [word, false] as const),
]);
const NUMERIC = /^-?\d{1,15}(?:\.\d{1,15})?$/;
/** No counter comes near it, and every conversion stays finite below it. */
const NUMBER_MAX = 1e15;
const TEXT_MAX = 200;

/** A raw value in the words and the unit of the catalogue. */
export function convert(raw: unknown, entity: PlacedEntity, knowledge: EmsKnowledge): Converted {
  if (raw === null || raw === '') return { skipped: 'empty' };
  if (typeof raw === 'string' && (raw.length > TEXT_MAX || !isStorableText(raw)))
    return { skipped: 'unreadable' };
  switch (entity.form.kind) {
    case 'number':
      return convertNumber(raw, entity, entity.form, knowledge);
    case 'flag':
      return convertFlag(raw, entity.form, knowledge);
    case 'words':
      return convertWord(raw, entity, entity.form.lists, knowledge);
    case 'text':
      return typeof raw === 'string' ? { value: raw } : { skipped: 'unreadable' };
  }
}

function convertNumber(
  raw: unknown,
  entity: PlacedEntity,
  { unit }: EmsForm & { kind: 'number' },
  { scale }: EmsKnowledge,
): Converted {
  const value = numberOf(raw);
  if (value === undefined) return { skipped: 'unreadable' };
  if (unit !== 'C') return { value: value * factorBetween(unit, locate(entity.path)?.resource.unit) };
  if (scale === undefined) return { skipped: 'scale-unknown' };
  return { value: scale === 'F' ? toCelsius(value) : value };
}

export function numberOf(raw: unknown): number | undefined {
  const value = typeof raw === 'string' && NUMERIC.test(raw) ? Number(raw) : raw;
  return typeof value === 'number' && Math.abs(value) <= NUMBER_MAX ? value : undefined;
}

function convertFlag(raw: unknown, { on, off }: EmsForm & { kind: 'flag' }, known: EmsKnowledge): Converted {
  if (typeof raw !== 'string' && typeof raw !== 'number' && typeof raw !== 'boolean')
    return { skipped: 'unreadable' };
  const word = String(raw).toLowerCase();
  const learned = Object.hasOwn(known.flags, word) ? known.flags[word] : undefined;
  const isOn = learned ?? FLAG_WORDS.get(word);
  if (isOn !== undefined) return { value: isOn ? on : off };
  return typeof raw === 'string' && numberOf(raw) === undefined
    ? { value: raw, isUnlearned: true }
    : { skipped: 'unreadable' };
}

/** A word or an index in our words; raw where nobody said what it means. */
function convertWord(
  raw: unknown,
  entity: PlacedEntity,
  lists: readonly WordList[],
  knowledge: EmsKnowledge,
): Converted {
  const index = numberOf(raw);
  if (index === undefined && typeof raw !== 'string') return { skipped: 'unreadable' };
  if (index !== undefined && (!Number.isInteger(index) || index < 0)) return { skipped: 'unreadable' };
  const list = learnedList(lists, entity, knowledge);
  const options = learnedOf(knowledge, entity.key)?.options;
  const ours = list
    ? list.ours[index ?? indexOf(String(raw), list, options)]
    : unlearnedWord(raw, index, plausibleLists(lists, entity, knowledge));
  return ours === undefined ? { value: String(raw), isUnlearned: true } : { value: ours };
}

function indexOf(word: string, { theirs }: WordList, options: readonly string[] | undefined): number {
  const own = options?.findIndex((option) => isSameWord(option, word)) ?? -1;
  return own >= 0 ? own : theirs.findIndex((their) => isSameWord(their, word));
}

/** English words mean the same in every list that has them; an index only where a single list is possible. */
function unlearnedWord(
  raw: unknown,
  index: number | undefined,
  lists: readonly WordList[],
): string | undefined {
  const [only, ...others] = lists;
  if (index !== undefined) return others.length === 0 ? only?.ours[index] : undefined;
  const word = String(raw);
  const meanings = new Set(
    lists.flatMap(({ theirs, ours }) => ours[theirs.findIndex((their) => isSameWord(their, word))] ?? []),
  );
  const [meaning] = meanings;
  return meanings.size === 1 ? meaning : undefined;
}
