import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate, useSearchParams } from 'react-router';

/** On to the page that somebody wanted; what was read for somebody else is forgotten. */
export function useEnter(): () => Promise<void> {
  const queries = useQueryClient();
  const [params] = useSearchParams();
  const { hash } = useLocation();
  const go = useNavigate();
  return async () => {
    queries.clear();
    const next = params.get('next') ?? '';
    await go(isOwnPath(next) ? next + hash : '/', { replace: true });
  };
}

/** A path of this portal: the router takes nothing else, and `//host` would not be one. */
function isOwnPath(path: string): boolean {
  return path.startsWith('/') && !path.startsWith('//') && !path.includes('\\');
}
