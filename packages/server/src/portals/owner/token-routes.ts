import type { FastifyInstance } from 'fastify';
import type Type from 'typebox';
import { createOwnerToken, deleteOwnerToken, listOwnerTokens } from '../../access/index.ts';
import { ownerOf } from './owner-gate.ts';
import { HIDDEN, TokenBody, TokenPath } from './schemas.ts';

/** Tokens with which owners, or programs of theirs, read their own systems. */
export function addTokenRoutes(app: FastifyInstance): void {
  const { config, schema } = HIDDEN;

  app.get('/owner/tokens', HIDDEN, async (request) => {
    const tokens = await listOwnerTokens(ownerOf(request));
    const items = tokens.map((row) => ({
      tokenId: row.token_id,
      name: row.name,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
    }));
    return { items };
  });

  app.post<{ Body: Type.Static<typeof TokenBody> }>(
    '/owner/tokens',
    { config, schema: { ...schema, body: TokenBody } },
    async (request, reply) => {
      const { expiresAt, ...made } = await createOwnerToken(ownerOf(request), request.body);
      return reply.code(201).send({ ...made, expiresAt: expiresAt.toISOString() });
    },
  );

  app.delete<{ Params: Type.Static<typeof TokenPath> }>(
    '/owner/tokens/:tokenId',
    { config, schema: { ...schema, params: TokenPath } },
    async (request, reply) => {
      await deleteOwnerToken(ownerOf(request), request.params);
      return reply.code(204).send();
    },
  );
}
