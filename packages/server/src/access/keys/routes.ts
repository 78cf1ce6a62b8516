import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { ApiKeyCreated, ApiKeyInfo, ApiKeyList, PageQuery, documented, ours } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { pageOfIds, readIdPage } from '../../platform/http/page-of-ids.ts';
import type { Access } from '../access.ts';
import { recordedAs } from '../company-record/note-company-change.ts';
import { companyOf } from '../partner-gate.ts';
import type { ApiKeyRow } from '../tables.ts';
import { createApiKey } from './create-api-key.ts';
import { removeApiKey } from './remove-api-key.ts';
import { listKeys } from './store.ts';

const security = [{ apiKey: [] }];
const tags = ['API keys'];
const KeyId = Type.String({ pattern: '^key_[0-9A-Za-z]{1,40}$' });
const KeyPath = Type.Object({ keyId: KeyId });
const KeyQuery = Type.Object(
  { ...PageQuery.properties, cursor: Type.Optional(KeyId) },
  { additionalProperties: false },
);

export function addKeyRoutes(app: FastifyInstance, access: Access): void {
  app.get(
    '/api-keys/me',
    {
      config: { partner: {} },
      schema: {
        tags,
        summary: 'The key in use and its company',
        security,
        ...documented,
        response: { 200: ApiKeyInfo },
      },
    },
    (request): Promise<ApiKeyInfo> => {
      const { companyId, companyName, languages, key } = companyOf(request);
      // Who is signed in uses none.
      if (!key) throw new AppError('not-found');
      return Promise.resolve({
        companyId,
        companyName,
        keyId: key.keyId,
        expiresAt: key.expiresAt.toISOString(),
        languages: [...languages],
        ipAllowList: [...key.ipAllowList],
        redirectUris: [...key.redirectUris],
      });
    },
  );

  app.get<{ Querystring: Type.Static<typeof KeyQuery> }>(
    '/api-keys',
    {
      config: { partner: {} },
      schema: {
        tags,
        summary: 'Keys of the company, without their secrets',
        security,
        ...ours,
        querystring: KeyQuery,
        response: { 200: ApiKeyList },
      },
    },
    async (request) => {
      await access.lastUsed.flush();
      const wanted = readIdPage(request.query);
      const keys = await listKeys(access.db, companyOf(request).companyId, wanted);
      const { items, nextCursor } = pageOfIds(wanted, keys, (key) => key.key_id);
      return { items: items.map(keyView), nextCursor };
    },
  );

  app.post(
    '/api-keys',
    {
      config: { partner: { secretId: 'keyId' } },
      schema: {
        tags,
        summary: 'Make a key, valid for six months; shown once',
        description: 'The calling key is not affected and stays valid until its own expiry.',
        security,
        ...documented,
        response: { 201: ApiKeyCreated },
      },
    },
    async (request, reply) => {
      const { apiKey, keyId, expiresAt } = await createApiKey(access, {
        companyId: companyOf(request).companyId,
        by: recordedAs(companyOf(request)),
      });
      return reply.code(201).send({ apiKey, keyId, expiresAt: expiresAt.toISOString() });
    },
  );

  app.delete<{ Params: Type.Static<typeof KeyPath> }>(
    '/api-keys/:keyId',
    {
      config: { partner: {} },
      schema: {
        tags,
        summary: 'Remove a key at once',
        security,
        ...ours,
        params: KeyPath,
        response: { 204: Type.Null({ description: 'Removed.' }) },
      },
    },
    async (request, reply) => {
      const { companyId } = companyOf(request);
      const by = recordedAs(companyOf(request));
      await removeApiKey(access, { companyId, keyId: request.params.keyId, by });
      return reply.code(204).send();
    },
  );
}

function keyView(key: ApiKeyRow) {
  return {
    keyId: key.key_id,
    createdAt: key.created_at.toISOString(),
    expiresAt: key.expires_at.toISOString(),
    ...(key.last_used_at && { lastUsedAt: key.last_used_at.toISOString() }),
  };
}
