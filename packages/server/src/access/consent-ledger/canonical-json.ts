/** What the ledger hashes and signs: no floats, so that every language writes the same text. */
export type CanonicalValue = string | number | boolean | null | { readonly [name: string]: CanonicalValue };

/** RFC 8785 (JSON Canonicalization Scheme) for objects of texts and whole numbers: sorted names, no white space. */
export function canonicalJson(value: CanonicalValue): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new Error('canonical JSON holds whole numbers only');
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}
