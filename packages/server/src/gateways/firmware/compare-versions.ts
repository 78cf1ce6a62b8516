/** Numbers at the beginning, such as `3.7.2` of `v3.7.2-dev.14`, and what follows them. */
const VERSION = /^[^0-9]*([0-9]+(?:\.[0-9]+)*)(.*)$/;
const suffixes = new Intl.Collator('en', { numeric: true });

export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/** Below 0: the first is older. A text without numbers is as old as any: nothing is concluded from it. */
export function compareVersions(one: string, other: string): number {
  const [, numbersOfOne = '', suffixOfOne = ''] = VERSION.exec(one) ?? [];
  const [, numbersOfOther = '', suffixOfOther = ''] = VERSION.exec(other) ?? [];
  if (numbersOfOne === '' || numbersOfOther === '') return 0;
  const a = numbersOfOne.split('.').map(Number);
  const b = numbersOfOther.split('.').map(Number);
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  const isPre = (suffix: string) => Number(suffix.startsWith('-'));
  // A version before its release is older than the release.
  return isPre(suffixOfOther) - isPre(suffixOfOne) || suffixes.compare(suffixOfOne, suffixOfOther);
}
