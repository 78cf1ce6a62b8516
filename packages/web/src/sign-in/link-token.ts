import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';

/**
 * What stands after `#` in the link of a mail. It is taken out of the address at once, so that it stays in no history; null when
 * somebody opened the page without it, or loaded it again.
 */
export function useLinkToken(): string | null {
  const { hash, pathname } = useLocation();
  const go = useNavigate();
  const [token, setToken] = useState(hash.slice(1) || null);
  useEffect(() => {
    if (hash === '') return;
    // Another link may be opened in the same page.
    setToken(hash.slice(1));
    void go(pathname, { replace: true });
  }, [go, hash, pathname]);
  return token;
}
