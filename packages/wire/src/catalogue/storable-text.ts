/** PostgreSQL keeps no U+0000 in a text, and in JSON no half of a surrogate pair either. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
