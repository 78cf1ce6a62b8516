import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { importSecrets, listImports, readImport, secretsTaken, startImport } from '../../gateways/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Portals } from '../portals.ts';
import { operatorOf } from './operator-gate.ts';

const Query = Type.Object({ dryRun: Type.Optional(Type.Boolean()) }, { additionalProperties: false });
const Path = Type.Object({ importId: Type.String({ pattern: '^imp_[0-9A-Za-z]{1,40}$' }) });
type Path = Type.Static<typeof Path>;
const IMPORT_URL = '/operator/gateways/import';
/** As large as the file may be; its bytes are counted again while they are read. */
const BODY_MAX_BYTES = 16 * 1024 * 1024;

/** Gateways from a CSV file. */
export function addImportRoutes(app: FastifyInstance, { gateways, imports, log }: Portals): void {
  app.addContentTypeParser('text/csv', (request, body, done) => {
    if (request.routeOptions.url === IMPORT_URL) done(null, body);
    else done(new AppError('media-type-unsupported'));
  });

  app.post<{ Querystring: Type.Static<typeof Query> }>(
    IMPORT_URL,
    {
      bodyLimit: BODY_MAX_BYTES,
      config: { operator: { audit: 'gateway.import' } },
      schema: { hide: true, querystring: Query },
    },
    async (request, reply) => {
      const file = request.body;
      if (!(file instanceof Readable)) throw new AppError('media-type-unsupported');
      const { operatorId } = operatorOf(request);
      const dryRun = request.query.dryRun === true;
      const result = await startImport({ gateways, runner: imports }, { operatorId, file, dryRun });
      return reply.code(dryRun ? 200 : 202).send(result);
    },
  );

  app.get(
    '/operator/gateways/imports',
    { config: { operator: { audit: 'gateway.list-imports' } }, schema: { hide: true } },
    () => listImports(gateways),
  );

  app.get<{ Params: Path }>(
    '/operator/gateways/imports/:importId',
    {
      config: { operator: { audit: 'gateway.read-import' } },
      schema: { hide: true, params: Path },
    },
    ({ params }) => readImport(gateways, params.importId),
  );

  // Not a GET: once the file has arrived nobody gets it again.
  app.post<{ Params: Path }>(
    '/operator/gateways/imports/:importId/secrets',
    {
      config: { operator: { audit: 'gateway.take-secrets' } },
      schema: { hide: true, params: Path },
    },
    async ({ params: { importId } }, reply) => {
      const lines = await importSecrets(gateways, importId);
      // A connection that breaks takes nothing away.
      reply.raw.once('finish', () => {
        secretsTaken(gateways, importId).catch((error: unknown) =>
          log.error({ err: error, importId }, 'secrets of an import were given and not deleted'),
        );
      });
      return reply
        .type('text/csv; charset=utf-8')
        .headers({
          'cache-control': 'no-store',
          'content-disposition': `attachment; filename="gateways-${importId}.csv"`,
        })
        .send(Readable.from(lines));
    },
  );
}
