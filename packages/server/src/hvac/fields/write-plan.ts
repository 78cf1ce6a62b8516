import type { CommandWrite, Leaf, LinkValue } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { leafOf, type Part } from './part.ts';

/** Gateways that name no step take tenths of a degree at the finest. */
const FINEST_CELSIUS = 0.1;
/** Steps are compared in thousandths, since 0.1 has no exact binary form. */
const STEP_TOLERANCE = 0.001;

/** The leaves a change writes, in the order it is asked for, each checked against what the gateway described (422). */
export class WritePlan<Field extends string> {
  readonly writes: CommandWrite[] = [];
  readonly #part: Part<Field>;
  readonly #capability: string;

  /** `capability` is how a refusal names the part, e.g. `heatingCircuits.1`. */
  constructor(part: Part<Field>, capability: string) {
    this.#part = part;
    this.#capability = capability;
  }

  add(field: Field, value: (leaf: Leaf) => LinkValue): void {
    const leaf = leafOf(this.#part, field);
    if (leaf?.writeable !== true) {
      throw new AppError('not-supported-by-gateway', { capability: `${this.#capability}.${field}` });
    }
    this.writes.push({ path: leaf.id, value: value(leaf) });
  }

  number(field: Field, wanted: number | undefined): void {
    if (wanted !== undefined) this.add(field, (leaf) => requireSettable(field, wanted, leaf));
  }

  /** A word that goes to the gateway as it is. */
  text(field: Field, wanted: string | undefined): void {
    if (wanted === undefined) return;
    this.add(field, (leaf) => {
      const { allowedValues: allowed } = leaf;
      if (allowed && !allowed.includes(wanted)) throw new AppError('value-not-allowed', { field, allowed });
      return wanted;
    });
  }

  /** A word of the API in the word of this gateway, the first of those it has; refused with those of the API that it has. */
  word<Word extends string>(
    field: Field,
    wanted: Word | undefined,
    words: Readonly<Record<Word, readonly string[]>>,
  ): void {
    if (wanted === undefined) return;
    this.add(field, (leaf) => {
      const theirs = words[wanted].find((word) => leaf.allowedValues?.includes(word));
      if (theirs !== undefined) return theirs;
      const known = (leaf.allowedValues ?? []).flatMap((word) => wordOf(words, word) ?? []);
      throw new AppError('value-not-allowed', { field, allowed: [...new Set(known)] });
    });
  }
}

/** The word of the API for a word of a gateway. */
export function wordOf<Word extends string>(
  words: Readonly<Record<Word, readonly string[]>>,
  theirs: string,
): Word | undefined {
  return (Object.keys(words) as Word[]).find((word) => words[word].includes(theirs));
}

/** A number in the range and on the step that the gateway described. */
export function requireSettable(field: string, wanted: number, leaf: Leaf): number {
  const { min, max, step = leaf.unit === 'C' ? FINEST_CELSIUS : undefined } = leaf;
  const inRange = (min === undefined || wanted >= min) && (max === undefined || wanted <= max);
  if (inRange && isOnStep(wanted, min ?? 0, step)) return wanted;
  throw new AppError('value-out-of-range', {
    field,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(step !== undefined && { step }),
  });
}

export function isOnStep(value: number, origin: number, step: number | undefined): boolean {
  if (step === undefined || step <= 0) return true;
  const steps = (value - origin) / step;
  return Math.abs(steps - Math.round(steps)) < STEP_TOLERANCE;
}
