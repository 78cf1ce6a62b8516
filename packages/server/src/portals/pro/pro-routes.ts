import type { FastifyInstance } from 'fastify';
import type { Portals } from '../portals.ts';
import { addOwnCompanyRoutes } from './company-routes.ts';
import { addInvitationRoutes } from './invitation-routes.ts';
import { addMemberRoutes } from './member-routes.ts';
import type { AccountGate } from '../sign-in/account-gate.ts';
import { addPasskeyRoutes } from '../sign-in/passkeys/passkey-routes.ts';
import { addSessionRoutes } from '../sign-in/session-routes.ts';
import { addProGate, memberOf } from './pro-gate.ts';

/** What the pro portal calls besides the partner routes: signing in, and the members of the company. */
export function addProRoutes(app: FastifyInstance, portals: Portals): void {
  addProGate(app, portals);
  portals.members.addRoutes(app);
  portals.members.addLinkRoutes(app);
  const gate: AccountGate = {
    basePath: '/pro',
    configOf: () => ({ member: {} }),
    who: (request) => memberOf(request).session,
  };
  addSessionRoutes(app, portals, portals.members, gate);
  addPasskeyRoutes(app, portals, portals.members, gate);
  addMemberRoutes(app, portals);
  addInvitationRoutes(app, portals);
  addOwnCompanyRoutes(app);
}
