import { isStorableText } from '@hearthgate/wire';

/**
 * The first place, as a JSON pointer, of a text that the database cannot keep; no schema says so for each. Without recursion: a
 * body may be deep.
 */
export function placeOfUnstorable(value: unknown): string | undefined {
  const left = [{ value, at: '' }];
  for (let next = left.pop(); next; next = left.pop()) {
    if (typeof next.value === 'string' && !isStorableText(next.value)) return next.at;
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [name, part] of Object.entries(next.value) as [string, unknown][]) {
      const at = `${next.at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (!isStorableText(name)) return at;
      if (typeof part === 'string' || typeof part === 'object') left.push({ value: part, at });
    }
  }
  return undefined;
}
