import { locate, type LinkValue } from '@hearthgate/wire';
import type { Readings } from '../../src/hvac/system-state.ts';

/** The twin that holds these values, by path. */
export function twinOf(values: ReadonlyMap<string, LinkValue>): Map<string, Readings> {
  const twin = new Map<string, Map<string, LinkValue>>();
  for (const [path, value] of values) {
    const located = locate(path);
    if (!located) throw new Error(`${path} is not in the catalogue`);
    const part = twin.get(located.component) ?? new Map<string, LinkValue>();
    twin.set(located.component, part.set(located.key, value));
  }
  return twin;
}
