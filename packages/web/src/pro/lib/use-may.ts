import type { MemberRole, MemberSelf } from '@hearthgate/wire';
import { useGet } from '../../lib/queries.ts';

const ASCENDING: readonly MemberRole[] = ['VIEWER', 'STAFF', 'ADMIN'];

/** Who is signed in; undefined until the server has said it. */
export function useSelf(): MemberSelf | undefined {
  return useGet<MemberSelf>('/pro/me').data;
}

/** May the member do what needs this role? The server decides; this only spares a refusal. */
export function useMay(role: MemberRole): boolean {
  const self = useSelf();
  return self !== undefined && ASCENDING.indexOf(self.role) >= ASCENDING.indexOf(role);
}
