import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import {
  ApiKeyInfo,
  Contract,
  ContractList,
  ContractStatus,
  GatewayId,
  PageQuery,
  documented,
  ours,
} from '@hearthgate/wire';
import { page, readPage } from '../platform/http/paging.ts';
import type { Access } from './access.ts';
import { contractView } from './contract-view.ts';
import { callerOf } from './partner-gate.ts';
import { requireAccess } from './require-access.ts';
import { listContracts } from './store.ts';

const security = [{ apiKey: [] }];

const ContractQuery = Type.Object(
  { ...PageQuery.properties, status: Type.Optional(ContractStatus) },
  { additionalProperties: false },
);
const ContractParams = Type.Object({ gatewayId: GatewayId });
const ContractOneQuery = Type.Object(
  {
    partnerUserId: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'Accepted for compatibility; the contract echoes the one of its invitation.',
      }),
    ),
  },
  { additionalProperties: false },
);

export function addAccessRoutes(app: FastifyInstance, access: Access): void {
  app.get(
    '/api-keys/me',
    {
      config: { partner: {} },
      schema: {
        tags: ['API keys'],
        summary: 'The key in use and its company',
        security,
        ...documented,
        response: { 200: ApiKeyInfo },
      },
    },
    (request): Promise<ApiKeyInfo> => {
      const caller = callerOf(request);
      return Promise.resolve({
        companyId: caller.companyId,
        companyName: caller.companyName,
        keyId: caller.keyId,
        expiresAt: caller.keyExpiresAt.toISOString(),
        languages: [...caller.languages],
        ipAllowList: [...caller.ipAllowList],
        redirectUris: [...caller.redirectUris],
      });
    },
  );

  app.get<{ Querystring: Type.Static<typeof ContractQuery> }>(
    '/contracts',
    {
      config: { partner: {} },
      schema: {
        tags: ['Contracts'],
        summary: 'Contracts of the company, of every status',
        security,
        ...documented,
        querystring: ContractQuery,
        response: { 200: ContractList },
      },
    },
    async (request) => {
      const { status } = request.query;
      const wanted = readPage(request.query);
      const filter = { afterGatewayId: wanted.after, limit: wanted.limit, ...(status && { status }) };
      const rows = await listContracts(access.db, callerOf(request).companyId, filter);
      const versions = await access.consentVersions.get('all');
      const now = access.clock.now();
      return page(
        wanted,
        rows,
        (row) => row.gateway_id,
        (row) => contractView(row, versions, now),
      );
    },
  );

  app.get<{ Params: Type.Static<typeof ContractParams>; Querystring: Type.Static<typeof ContractOneQuery> }>(
    '/contracts/:gatewayId',
    {
      config: { partner: { need: 'contract' } },
      schema: {
        tags: ['Contracts'],
        summary: 'The contract with one gateway',
        security,
        ...documented,
        params: ContractParams,
        querystring: ContractOneQuery,
        response: { 200: Contract },
      },
    },
    async (request): Promise<Contract> => {
      const { contract } = await requireAccess(
        access,
        callerOf(request),
        request.params.gatewayId,
        'contract',
      );
      return contractView(contract, await access.consentVersions.get('all'), access.clock.now());
    },
  );

  app.get('/about', { schema: { ...ours, hide: true } }, () =>
    Promise.resolve({
      name: 'Hearthgate',
      about: 'An independent platform that connects heating systems with companies their owners have chosen.',
      blocks: 'Answers with status 451 come from this server, on behalf of the owner of the appliance.',
      documentation: `${access.urls.publicUrl()}/docs`,
    }),
  );
}
