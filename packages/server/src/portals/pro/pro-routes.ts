import type { FastifyInstance } from 'fastify';
import type { Portals } from '../portals.ts';
import { addInvitationRoutes } from './invitation-routes.ts';
import { addMemberRoutes } from './member-routes.ts';
import { addProGate } from './pro-gate.ts';

/** What the pro portal calls besides the partner routes: signing in, and the members of the company. */
export function addProRoutes(app: FastifyInstance, portals: Portals): void {
  addProGate(app, portals);
  portals.members.addRoutes(app);
  addMemberRoutes(app, portals);
  addInvitationRoutes(app, portals);
}
