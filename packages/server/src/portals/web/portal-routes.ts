import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Brand } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { ASSETS_DIR, readEntry, type EntryName } from './entries.ts';
import { sendPortal } from './portal-page.ts';

/** Every file has the hash of its content in its name. */
const ASSET_MAX_AGE = '1y';

/** There are no folders below. */
const FILE_NAME = /^\/[\w.-]+$/;

export interface PortalPlace {
  readonly entry: EntryName;
  /** Where its pages are; every address below it is the portal's to read. */
  readonly base: string;
  /** An address that people type, which leads there. */
  readonly from: string;
}

/** The portals of one server, and their files. `brandOf` reads it from the host that was called. */
export function addPortals(
  app: FastifyInstance,
  places: readonly PortalPlace[],
  guard: (request: FastifyRequest) => void,
  brandOf: (request: FastifyRequest) => Brand | null,
): void {
  void app.register((scope, _options, done) => {
    scope.addHook('onRequest', async (request) => guard(request));
    addAssets(scope);
    for (const { entry, base, from } of places) {
      const page = readEntry(entry);
      const send = (request: FastifyRequest, reply: FastifyReply) =>
        sendPortal(request, reply, page, brandOf(request));
      const hidden = { schema: { hide: true } };
      scope.get(from, hidden, (_request, reply) => reply.redirect(base, 302));
      scope.get(base, hidden, send);
      scope.get(`${base}/*`, hidden, send);
    }
    done();
  });
}

/** A file that is not there, such as one of an older build, is 404. */
function addAssets(app: FastifyInstance): void {
  void app.register(
    (scope, _options, done) => {
      scope.setNotFoundHandler(() => {
        throw new AppError('not-found');
      });
      void scope.register(fastifyStatic, {
        root: ASSETS_DIR,
        prefix: '/assets/',
        decorateReply: false,
        allowedPath: (path) => FILE_NAME.test(path),
        preCompressed: true,
        immutable: true,
        maxAge: ASSET_MAX_AGE,
        index: false,
        suppressWarning: true,
      });
      done();
    },
    { prefix: '/portal-assets' },
  );
}
