import type { FastifyInstance } from 'fastify';
import { acceptOffer, deleteOwner, setOwnerLanguage } from '../../access/index.ts';
import type Type from 'typebox';
import type { Portals } from '../portals.ts';
import type { AccountGate } from '../sign-in/account-gate.ts';
import { addPasskeyRoutes } from '../sign-in/passkeys/passkey-routes.ts';
import { addSessionRoutes } from '../sign-in/session-routes.ts';
import { addContractRoutes } from './contract-routes.ts';
import { addGatewayRoutes } from './gateway-routes.ts';
import { addExportRoutes } from './exports/routes.ts';
import type { OwnerExports } from './exports/owner-exports.ts';
import { ownerOf, type OwnerSessions } from './owner-gate.ts';
import { OwnerStreams } from './owner-streams.ts';
import { addSystemRoutes } from './system-routes.ts';
import { CodeBody, HIDDEN, LanguageBody } from './schemas.ts';
import { addSharingRoutes } from './sharing-routes.ts';
import { addTokenRoutes } from './token-routes.ts';

/** What the owner portal calls; every route is behind the owner gate, and every verb checks whose gateway it is. */
export function addOwnerRoutes(
  app: FastifyInstance,
  portals: Portals,
  { exports, sessions }: { exports: OwnerExports; sessions: OwnerSessions },
): void {
  const { access, owners } = portals;
  const gate: AccountGate = {
    basePath: '/owner',
    configOf: () => HIDDEN.config,
    who: (request) => ownerOf(request).session,
  };
  addSessionRoutes(app, portals, owners, gate);
  addPasskeyRoutes(app, portals, owners, gate);
  app.get('/owner/me', HIDDEN, (request) => {
    const { ownerId, account, session } = ownerOf(request);
    const { email, language } = account;
    const { name, emailConfirmed = false } = session;
    return Promise.resolve({ ownerId, email, emailConfirmed, name, language });
  });
  app.patch<{ Body: Type.Static<typeof LanguageBody> }>(
    '/owner/me',
    { ...HIDDEN, schema: { ...HIDDEN.schema, body: LanguageBody } },
    async (request, reply) => {
      await setOwnerLanguage(ownerOf(request), request.body);
      return reply.code(204).send();
    },
  );
  app.delete('/owner/me', HIDDEN, async (request, reply) => {
    const { ownerId } = ownerOf(request);
    await deleteOwner(access, ownerId, async (unit) => {
      await exports.forgetOwner(unit, ownerId);
      await owners.removeUser(unit, ownerId);
    });
    return reply.code(204).send();
  });
  const streams = new OwnerStreams(portals.events.ownerReaders, sessions);
  app.addHook('preClose', () => streams.stop());
  app.get('/owner/stream', { ...HIDDEN, exposeHeadRoute: false }, (request, reply) =>
    Promise.resolve(streams.open(request, reply)),
  );
  addGatewayRoutes(app, portals);
  addSystemRoutes(app, portals);
  addExportRoutes(app, portals, exports);
  addSharingRoutes(app);
  app.post<{ Body: Type.Static<typeof CodeBody> }>(
    '/owner/offers/accept',
    { ...HIDDEN, schema: { ...HIDDEN.schema, body: CodeBody } },
    async (request) => {
      const { gatewayId, role } = await acceptOffer(ownerOf(request), request.body);
      return { gatewayId: String(gatewayId), role };
    },
  );
  addContractRoutes(app);
  addTokenRoutes(app);
}
