import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import Type from 'typebox';
import { secureAddress, strangerAt } from '../../../access/index.ts';
import { AppError } from '../../../platform/app-error.ts';
import type { Portals } from '../../portals.ts';
import { ownerOf } from '../owner-gate.ts';
import { HIDDEN } from '../schemas.ts';
import { createLink, redeemLink, revokeLink } from './links.ts';
import type { OwnerExports } from './owner-exports.ts';
import { exportsOf, linksOf } from './store.ts';
import type { ExportRow, LinkRow } from './tables.ts';

const strict = { additionalProperties: false };
const ExportPath = Type.Object({ exportId: Type.String({ pattern: '^exp_[0-9A-Za-z]{1,40}$' }) });
const LinkPath = Type.Object({
  ...ExportPath.properties,
  linkId: Type.String({ pattern: '^lnk_[0-9A-Za-z]{1,40}$' }),
});
const LinkBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    validDays: Type.Integer({ minimum: 1, maximum: 30 }),
  },
  strict,
);
type OfExport = { Params: Type.Static<typeof ExportPath> };

/** Everything of an owner as one file, for them or for whom they give a link. */
export function addExportRoutes(app: FastifyInstance, portals: Portals, exports: OwnerExports): void {
  const { config, schema } = HIDDEN;
  const { access, db } = portals;
  const context = { ...portals, exports };
  const ofExport = { config, schema: { ...schema, params: ExportPath } };

  app.get('/owner/exports', HIDDEN, async (request) => {
    const { ownerId } = ownerOf(request);
    const links = await linksOf(db, ownerId);
    const rows = await exportsOf(db, ownerId);
    return { items: rows.map((row) => view(row, links)) };
  });

  app.post('/owner/exports', HIDDEN, async (request, reply) =>
    reply.code(202).send(view(await exports.create(ownerOf(request)), [])),
  );

  app.get<OfExport>('/owner/exports/:exportId', ofExport, async (request) => {
    const owner = ownerOf(request);
    const row = await exports.require(owner, request.params.exportId);
    return view(row, await linksOf(db, owner.ownerId));
  });

  app.delete<OfExport>('/owner/exports/:exportId', ofExport, async (request, reply) => {
    await exports.delete(ownerOf(request), request.params.exportId);
    return reply.code(204).send();
  });

  app.get<OfExport>(
    '/owner/exports/:exportId/download',
    { ...ofExport, exposeHeadRoute: false },
    async (request, reply) => {
      const owner = ownerOf(request);
      const row = await exports.require(owner, request.params.exportId);
      if (row.status !== 'READY') throw new AppError('export-running');
      await portals.transact((unit) =>
        exports.note(unit, { ownerId: owner.ownerId, gatewayIds: row.gateways }, 'EXPORT_DOWNLOADED', {
          exportId: row.export_id,
        }),
      );
      return sendFile(reply, exports, row);
    },
  );

  app.post<OfExport & { Body: Type.Static<typeof LinkBody> }>(
    '/owner/exports/:exportId/link',
    { config, schema: { ...ofExport.schema, body: LinkBody } },
    async (request, reply) => {
      const input = { ...request.params, ...request.body };
      const { expiresAt, ...made } = await createLink(context, ownerOf(request), input);
      return reply.code(201).send({ ...made, expiresAt: expiresAt.toISOString() });
    },
  );

  app.delete<{ Params: Type.Static<typeof LinkPath> }>(
    '/owner/exports/:exportId/link/:linkId',
    { config, schema: { ...schema, params: LinkPath } },
    async (request, reply) => {
      await revokeLink(context, ownerOf(request), request.params);
      return reply.code(204).send();
    },
  );

  // For anybody who holds the secret; invented ones are counted as requests of strangers are.
  app.get<{ Params: { token: string } }>(
    '/exports/:token',
    { schema: { hide: true }, exposeHeadRoute: false },
    async (request, reply) => {
      await strangerAt(access, secureAddress(access, request.raw)).count();
      return sendFile(reply, exports, await redeemLink(context, request.params.token));
    },
  );
}

function view(row: ExportRow, links: readonly LinkRow[]) {
  return {
    exportId: row.export_id,
    status: row.status,
    done: row.done,
    total: row.total,
    ...(row.bytes !== null && { bytes: row.bytes }),
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    links: links
      .filter((link) => link.export_id === row.export_id)
      .map((link) => ({
        linkId: link.link_id,
        name: link.name,
        downloads: link.downloads,
        createdAt: link.created_at.toISOString(),
        expiresAt: link.expires_at.toISOString(),
      })),
  };
}

function sendFile(reply: FastifyReply, exports: OwnerExports, row: ExportRow): FastifyReply {
  const day = row.created_at.toISOString().slice(0, 10);
  return reply
    .type('application/zip')
    .headers({
      'content-disposition': `attachment; filename="hearthgate-export-${day}.zip"`,
      'content-length': Number(row.bytes),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .send(Readable.from(exports.file(row.export_id), { objectMode: false }));
}
