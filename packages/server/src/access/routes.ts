import type { FastifyInstance } from 'fastify';
import { ours } from '@hearthgate/wire';
import type { Access } from './access.ts';
import { addRegistrationRoutes } from './companies/registration-routes.ts';
import { addContractRoutes } from './contract-routes.ts';
import { addKeyRoutes } from './keys/routes.ts';

export function addAccessRoutes(app: FastifyInstance, access: Access): void {
  addKeyRoutes(app, access);
  addContractRoutes(app, access);
  addRegistrationRoutes(app, access);

  app.get('/about', { schema: { ...ours, hide: true } }, () =>
    Promise.resolve({
      name: 'Hearthgate',
      about: 'An independent platform that connects heating systems with companies their owners have chosen.',
      blocks: 'Answers with status 451 come from this server, on behalf of the owner of the appliance.',
      documentation: `${access.urls.publicUrl()}/docs`,
    }),
  );
}
