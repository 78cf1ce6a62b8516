import type { Leaf, LeafScalar } from '@hearthgate/wire';

/** Why this leaf cannot take the value, in a few words; undefined when it can. */
export function refusal(leaf: Leaf | undefined, value: LeafScalar): string | undefined {
  if (!leaf) return 'no such resource';
  if (!leaf.writeable) return 'read-only';
  if (leaf.type === 'string') {
    if (typeof value !== 'string') return 'a text is needed';
    if (leaf.allowedValues && !leaf.allowedValues.includes(value)) {
      return `not one of ${leaf.allowedValues.join(', ')}`.slice(0, 200);
    }
    return undefined;
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'a number is needed';
  if (isSettable(leaf, value)) return undefined;
  if (leaf.min !== undefined && value < leaf.min) return `below the minimum of ${leaf.min}`;
  if (leaf.max !== undefined && value > leaf.max) return `above the maximum of ${leaf.max}`;
  return undefined;
}

/** `na` (not set) is a sentinel that clients write themselves, unlike those of a broken sensor. */
function isSettable(leaf: Leaf, value: number): boolean {
  return leaf.state?.['na'] === value;
}
