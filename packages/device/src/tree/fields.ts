import type { Leaf, LinkValue } from '@hearthgate/wire';

/** A leaf of a recorded tree with the value it had. */
export interface ReadLeaf {
  readonly leaf: Leaf;
  readonly value: LinkValue;
}

/** A recorded resource, not yet checked. */
export type Fields = Readonly<Record<string, unknown>>;

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Entries of a map, or of all maps in a list. */
export function entriesOf(value: unknown): [string, unknown][] {
  const maps: unknown[] = Array.isArray(value) ? value : [value];
  return maps.flatMap((map) => (typeof map === 'object' && map !== null ? Object.entries(map) : []));
}

/** Some families write numbers as texts. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : undefined;
}
