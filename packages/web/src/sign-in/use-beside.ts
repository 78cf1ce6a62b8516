import { useLocation, type To } from 'react-router';

/** Leads to another page of the sign-in, which then leads on to where somebody wanted to go. */
export function useBeside(): (pathname: string) => To {
  const { search, hash } = useLocation();
  return (pathname) => ({ pathname, search, hash });
}
