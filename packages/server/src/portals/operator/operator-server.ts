import type { FastifyInstance } from 'fastify';
import { AppError } from '../../platform/app-error.ts';
import { guardOrigin } from '../../platform/http/origin-guard.ts';
import type { Portals } from '../portals.ts';
import { addOperatorGate } from './operator-gate.ts';
import { addOperatorRoutes } from './routes.ts';

/** Makes a Fastify instance the operators' server: guards, the gate, and the routes behind it. */
export function addOperatorServer(app: FastifyInstance, portals: Portals): void {
  guardOrigin(app, { publicUrl: portals.adminUrl, hosts: [], settings: 'ADMIN_URL' });
  app.addHook('onRequest', async ({ headers, method }) => {
    const isChange = method !== 'GET' && method !== 'HEAD';
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
    // What comes with another type is refused by Fastify, which has no parser for it.
    if (isChange && hasBody && headers['content-type'] === undefined)
      throw new AppError('media-type-unsupported');
  });
  addOperatorGate(app, portals);
  addOperatorRoutes(app, portals);
}
