/** What a branch (`refEnum`) refers to; undefined: a leaf. */
export function referencesOf(resource: object): string[] | undefined {
  if (!('references' in resource) || !Array.isArray(resource.references)) return undefined;
  return resource.references.flatMap((reference: unknown) =>
    typeof reference === 'object' &&
    reference !== null &&
    'id' in reference &&
    typeof reference.id === 'string'
      ? [reference.id]
      : [],
  );
}
