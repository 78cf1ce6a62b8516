const YEAR_SECONDS = 365 * 86_400;

/** What a browser remembers; the server reads it too, so that a page looks right from its first byte. */
export function readCookie(name: 'hg-theme' | 'hg-language'): string | undefined {
  const wanted = `${name}=`;
  return document.cookie
    .split('; ')
    .find((each) => each.startsWith(wanted))
    ?.slice(wanted.length);
}

export function writeCookie(name: 'hg-theme' | 'hg-language', value: string | null): void {
  const age = value === null ? 0 : YEAR_SECONDS;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  // oxlint-disable-next-line unicorn/no-document-cookie -- the Cookie Store API needs HTTPS
  document.cookie = `${name}=${value ?? ''}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
}
