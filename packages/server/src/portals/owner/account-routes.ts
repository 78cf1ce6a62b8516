import type { FastifyInstance } from 'fastify';
import { requireOwnPage, secureAddress } from '../../access/index.ts';
import type { Portals } from '../portals.ts';

/** The sign-in that the portal's script calls; forms without one have their own, behind a token. */
export function addOwnerAccountRoutes(app: FastifyInstance, { access, owners, oidc }: Portals): void {
  void app.register((scope, _options, done) => {
    scope.addHook('onRequest', async (request) => {
      secureAddress(access, request.raw);
      requireOwnPage(access, request);
    });
    owners.addRoutes(scope);
    owners.addLinkRoutes(scope);
    scope.get('/owner/sign-in/options', { schema: { hide: true } }, async (request) => {
      await owners.countAttempt(request);
      return { password: true, passkeys: true, oidc: oidc ? { name: new URL(oidc.issuer).host } : null };
    });
    done();
  });
}
