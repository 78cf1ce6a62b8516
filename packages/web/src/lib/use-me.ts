import { usePortal } from './portal-context.ts';
import type { Me } from './portal.ts';
import { useGet } from './queries.ts';

/** Who is signed in; undefined until the server has said it. */
export function useMe(): Me | undefined {
  return useGet<Me>(`${usePortal().own}/me`).data;
}
