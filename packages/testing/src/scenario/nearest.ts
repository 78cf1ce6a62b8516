/** The word that was probably meant: few changes away, or beginning alike. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const ranked = words.map((known) => ({
    known,
    changes: distance(word.toLowerCase(), known.toLowerCase()),
  }));
  const [best] = ranked.toSorted((a, b) => a.changes - b.changes);
  return best && best.changes <= Math.max(2, word.length / 3) ? best.known : undefined;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
