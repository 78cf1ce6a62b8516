import type { Leaf, LeafScalar } from '@hearthgate/wire';

/** A leaf of the house with the way to its value. */
export interface LeafSpec {
  readonly leaf: Leaf;
  readonly read: () => LeafScalar;
  /** Called with a value that the leaf's type, range and words allow; a text is why the house refuses it anyhow. */
  readonly write?: (value: LeafScalar) => string | undefined;
}

/** K 30 and K 40 send these for a sensor that is not there or broken. */
export const SENSOR = { open: -32_768, short: 32_767 };

type Extra = Omit<Leaf, 'id' | 'type' | 'writeable'>;

export function numberLeaf(id: string, read: () => number, extra: Extra = {}): LeafSpec {
  return { leaf: { id, type: 'number', writeable: false, ...extra }, read };
}

export function wordLeaf(id: string, read: () => string, allowedValues?: readonly string[]): LeafSpec {
  const words = allowedValues ? { allowedValues: [...allowedValues] } : {};
  return { leaf: { id, type: 'string', writeable: false, ...words }, read };
}

/** A number that can be set; values between two steps are rounded to the nearest, as the appliance does. */
export function settableNumber(
  id: string,
  read: () => number,
  write: (value: number) => string | undefined | void,
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
  write: (value: T) => void,
  allowedValues: readonly T[],
): LeafSpec {
  return {
    leaf: { id, type: 'string', writeable: true, allowedValues: [...allowedValues] },
    read,
    write: (value) => {
      const word = allowedValues.find((allowed) => allowed === value);
      if (word !== undefined) write(word);
      return undefined;
    },
  };
}

/** Resolution of the appliance's sensors, 0.1. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

export function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
