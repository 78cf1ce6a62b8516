import type { Leaf, LinkValue } from '@hearthgate/wire';

/** A leaf of the house with the way to its value. */
export interface LeafSpec {
  readonly leaf: Leaf;
  readonly read: () => LinkValue;
  /** Called with a value that the leaf's type, range and words allow; a text is why the house refuses it anyhow. */
  readonly write?: (value: LinkValue) => string | undefined;
  /** Starts something that runs out by itself: no setting of the house. */
  readonly isMomentary?: true;
}

export type Sentinels = Readonly<Record<string, number>>;

/** K 30 and K 40 send these for a sensor that is not there or broken. */
export const K_SENSOR: Sentinels = { open: -32_768, short: 32_767 };
/** Gateways of the first generation (ICOM), and EMS-ESP's raw bus values. */
export const G1_SENSOR: Sentinels = { open: -3_276.8, short: 3_276.7 };

type Extra = Omit<Leaf, 'id' | 'type' | 'writeable'>;
type Written = string | undefined | void;

export function numberLeaf(id: string, read: () => number, extra: Extra = {}): LeafSpec {
  return { leaf: { id, type: 'number', writeable: false, ...extra }, read };
}

/** A temperature of a sensor, or the mark of how its wire is broken. */
export function sensorLeaf(
  id: string,
  sensor: Sentinels,
  read: () => number,
  state: () => 'ok' | 'open' | 'short' = () => 'ok',
): LeafSpec {
  return numberLeaf(id, () => sensor[state()] ?? tenth(read()), { unit: 'C', state: { ...sensor } });
}

export function wordLeaf(id: string, read: () => string, allowedValues?: readonly string[]): LeafSpec {
  const words = allowedValues ? { allowedValues: [...allowedValues] } : {};
  return { leaf: { id, type: 'string', writeable: false, ...words }, read };
}

export function wordsLeaf(id: string, read: () => string[], allowedValues: readonly string[]): LeafSpec {
  return { leaf: { id, type: 'words', writeable: false, allowedValues: [...allowedValues] }, read };
}

/** A number that can be set; values between two steps are rounded to the nearest, as the appliance does. */
export function settableNumber(
  id: string,
  read: () => number,
  write: (value: number) => Written,
  extra: Extra & { readonly step: number },
): LeafSpec {
  return {
    leaf: { id, type: 'number', writeable: true, ...extra },
    read,
    write: (value) => write(Math.round(Number(value) / extra.step) * extra.step) ?? undefined,
  };
}

export function settableWord<T extends string>(
  id: string,
  read: () => T,
  write: (value: T) => Written,
  allowedValues: readonly T[],
): LeafSpec {
  return {
    leaf: { id, type: 'string', writeable: true, allowedValues: [...allowedValues] },
    read,
    write: (value) => {
      const word = allowedValues.find((allowed) => allowed === value);
      return (word !== undefined && write(word)) || undefined;
    },
  };
}

/** A free text; `write` says what is wrong with it. */
export function settableText(id: string, read: () => string, write: (value: string) => Written): LeafSpec {
  return {
    leaf: { id, type: 'string', writeable: true },
    read,
    write: (value) => (typeof value === 'string' ? (write(value) ?? undefined) : 'a text is needed'),
  };
}

export function settableWords(
  id: string,
  read: () => readonly string[],
  write: (value: string[]) => Written,
  allowedValues: readonly string[],
): LeafSpec {
  return {
    leaf: { id, type: 'words', writeable: true, allowedValues: [...allowedValues] },
    read: () => [...read()],
    write: (value) => write(Array.isArray(value) ? value.map(String) : []) ?? undefined,
  };
}

/** An own word of a gateway family for each of ours: `{ off: 'Off', high: 'high' }`. */
export function translatedWord<T extends string>(
  id: string,
  words: Readonly<Partial<Record<T, string>>>,
  read: () => T,
  write: (value: T) => Written,
): LeafSpec {
  const entries = Object.entries(words) as [T, string][];
  const theirs = entries.map(([, word]) => word);
  return settableWord(
    id,
    () => words[read()] ?? theirs[0] ?? '',
    (word) => {
      const [ours] = entries.find(([, own]) => own === word) ?? [];
      return ours === undefined ? undefined : write(ours);
    },
    theirs,
  );
}

/** Resolution of the appliance's sensors, 0.1. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

export function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
