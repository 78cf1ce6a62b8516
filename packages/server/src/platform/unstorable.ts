import { isStorableText } from '@hearthgate/wire';

/** Names and values of a path or a query, most of all: nothing is put together to look at them. */
function isFlat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const name in value) {
    const part = (value as Readonly<Record<string, unknown>>)[name];
    const isPlain = typeof part === 'string' ? isStorableText(part) : typeof part === 'number';
    if (!isPlain || !isStorableText(name)) return false;
  }
  return true;
}

/**
 * The first place, as a JSON pointer, of a text that the database cannot keep; no schema says so for each. Without recursion: a
 * body may be deep.
 */
export function placeOfUnstorable(value: unknown): string | undefined {
  if (isFlat(value)) return undefined;
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
