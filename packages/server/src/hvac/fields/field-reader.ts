import { isNoValue, type UnavailableReason } from '@hearthgate/wire';
import { leafOf, readingOf, type Part } from './part.ts';

/** Reads the fields of one part and notes those that exist without a value, and why. */
export class FieldReader<Field extends string> {
  readonly unavailable: { field: string; reason: UnavailableReason }[] = [];
  readonly #part: Part<Field>;

  constructor(part: Part<Field>) {
    this.#part = part;
  }

  number(field: Field): number | undefined {
    const value = readingOf(this.#part, field);
    if (isNoValue(value)) this.#missing(field, value.no);
    return typeof value === 'number' ? value : undefined;
  }

  /** Several fields as an object to spread, without those that have no value. */
  numbers<F extends Field>(...fields: F[]): Partial<Record<F, number>> {
    return Object.assign({}, ...fields.map((field) => present(field, this.number(field))));
  }

  /** A word that `meaning` does not know is named as such. */
  word<T>(field: Field, meaning: (word: string) => T | undefined): T | undefined {
    const value = readingOf(this.#part, field);
    if (isNoValue(value)) this.#missing(field, value.no);
    if (typeof value !== 'string') return undefined;
    const known = meaning(value);
    if (known === undefined) {
      const isUnlearned = leafOf(this.#part, field)?.unlearned === true;
      this.#missing(field, isUnlearned ? 'ENUM_UNLEARNED' : 'UNKNOWN_WORD');
    }
    return known;
  }

  text(field: Field): string | undefined {
    return this.word(field, (word) => word);
  }

  words(field: Field): readonly string[] | undefined {
    const value = readingOf(this.#part, field);
    if (isNoValue(value)) this.#missing(field, value.no);
    return isWords(value) ? value : undefined;
  }

  /** Some gateways tell a pump's state, others its modulation; a modulation of none is named `off` by some. */
  pump(field: Field): 'ON' | 'OFF' | undefined {
    const value = readingOf(this.#part, field);
    if (typeof value === 'number') return value > 0 ? 'ON' : 'OFF';
    if (isNoValue(value) && value.no === 'OFF') return 'OFF';
    return this.word(field, onOff);
  }

  #missing(field: Field, reason: UnavailableReason): void {
    this.unavailable.push({ field, reason });
  }
}

export function isWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

export function onOff(word: string): 'ON' | 'OFF' | undefined {
  if (word === 'on') return 'ON';
  return word === 'off' ? 'OFF' : undefined;
}

/** The field as an object to spread, empty without a value. */
export function present<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  const fields: Partial<Record<K, V>> = {};
  if (value !== undefined) fields[key] = value;
  return fields;
}
