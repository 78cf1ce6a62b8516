import type { FastifyInstance } from 'fastify';
import { brandOfHost, secureAddress, type Access } from '../../access/index.ts';
import { addPortals } from './portal-routes.ts';

/** The portals of owners and companies, on the public server. */
export function addPublicPortals(app: FastifyInstance, access: Access): void {
  addPortals(
    app,
    [
      { entry: 'owner', base: '/owner/portal', from: '/owner' },
      { entry: 'pro', base: '/pro/portal', from: '/pro' },
    ],
    (request) => void secureAddress(access, request.raw),
    (request) => brandOfHost(access.urls, request.headers.host ?? '') ?? null,
  );
}

/** The console, on the operators' server, whose gate looks at the transport of every request. */
export function addOperatorConsole(app: FastifyInstance): void {
  addPortals(
    app,
    [{ entry: 'operator', base: '/console', from: '/' }],
    () => undefined,
    () => null,
  );
}
