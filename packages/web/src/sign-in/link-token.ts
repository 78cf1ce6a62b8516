import { useEffect, useState } from 'react';

/**
 * What stands after `#` in the link of a mail. It is taken out of the address at once, so that it stays in no history; null when
 * somebody opened the page without it.
 */
export function useLinkToken(): string | null {
  const [token] = useState(() => location.hash.slice(1) || null);
  useEffect(() => history.replaceState(history.state, '', location.pathname), []);
  return token;
}
