import type { FastifyInstance } from 'fastify';
import { Health } from '@hearthgate/wire';
import type { Portals } from '../../portals.ts';
import { OperatorStreams } from './operator-streams.ts';

/** How the platform is: once, or as a stream of `health`, `imports` and `registration` every two seconds. */
export function addHealthRoutes(app: FastifyInstance, portals: Portals): void {
  const streams = new OperatorStreams(portals);
  app.addHook('preClose', async () => streams.stop());
  app.addHook('onClose', async () => portals.health.stop());

  app.get(
    '/operator/health',
    {
      config: { operator: { audit: 'health.read' } },
      schema: { hide: true, response: { 200: Health } },
    },
    () => portals.health.read(),
  );

  app.get(
    '/operator/stream',
    { config: { operator: { audit: 'health.stream' } }, schema: { hide: true } },
    (request, reply) => streams.open(request, reply),
  );
}
