import type { PortalSessions } from '../access/index.ts';
import type { OwnerSessions } from './owner/owner-gate.ts';
import type { SignIn } from './sign-in/context.ts';

/** Who is signed in, for the partner gate: the id of an account is also that of the owner or the member. */
export function portalSessions(owners: OwnerSessions, members: Pick<SignIn, 'sessionOf'>): PortalSessions {
  return {
    accountOf: async (audience, request) => {
      const session = await (audience === 'owner' ? owners : members).sessionOf(request);
      return session?.userId ?? null;
    },
  };
}
