import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import {
  AccessExplanation,
  Contract,
  ContractActionResults,
  ContractActions,
  ContractList,
  ContractPatch,
  ContractStatus,
  GatewayId,
  PageQuery,
  documented,
  ours,
} from '@hearthgate/wire';
import { languageOf } from '../platform/http/language.ts';
import { page, readPage } from '../platform/http/paging.ts';
import type { Access } from './access.ts';
import { acknowledgeContract } from './acknowledge-contract.ts';
import { actOnContract } from './act-on-contract.ts';
import { actOnContracts } from './act-on-contracts.ts';
import { contractView } from './contract-view.ts';
import { collectUses, explainAccess } from './explain-access.ts';
import { companyOf } from './partner-gate.ts';
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
type ContractPath = Type.Static<typeof ContractParams>;

export function addContractRoutes(app: FastifyInstance, access: Access): void {
  const uses = collectUses(app);
  const ofContract = { partner: { need: 'contract' as const } };

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
      const now = access.clock.now();
      const rows = await listContracts(access.db, companyOf(request).companyId, {
        at: new Date(now),
        afterGatewayId: wanted.after,
        limit: wanted.limit,
        ...(status && { status }),
      });
      const versions = await access.consentVersions.get('all');
      return page(
        wanted,
        rows,
        (row) => row.gateway_id,
        (row) => contractView(row, versions, now),
      );
    },
  );

  app.get<{ Params: ContractPath; Querystring: Type.Static<typeof ContractOneQuery> }>(
    '/contracts/:gatewayId',
    {
      config: ofContract,
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
        companyOf(request),
        request.params.gatewayId,
        'contract',
      );
      return contractView(contract, await access.consentVersions.get('all'), access.clock.now());
    },
  );

  app.patch<{ Params: ContractPath; Body: ContractPatch }>(
    '/contracts/:gatewayId',
    {
      config: ofContract,
      schema: {
        tags: ['Contracts'],
        summary: 'Accept, reject or revoke a contract',
        security,
        ...documented,
        params: ContractParams,
        body: ContractPatch,
        response: { 200: Contract },
      },
    },
    (request) =>
      actOnContract({ access, caller: companyOf(request) }, { ...request.params, ...request.body }),
  );

  app.post<{ Body: ContractActions }>(
    '/pro/contracts/actions',
    {
      config: { partner: { role: 'STAFF' } },
      schema: {
        tags: ['Contracts'],
        summary: 'One action on up to 500 contracts',
        description:
          'Each contract for itself: what is refused is told and stops no other, and a repeat does nothing twice.',
        security,
        ...ours,
        body: ContractActions,
        response: { 200: ContractActionResults },
      },
    },
    (request) => actOnContracts({ access, caller: companyOf(request) }, request.body, languageOf(request)),
  );

  app.delete<{ Params: ContractPath }>(
    '/contracts/:gatewayId',
    {
      config: ofContract,
      schema: {
        tags: ['Contracts'],
        summary: 'Acknowledge that a contract has ended; afterwards it is gone',
        security,
        ...documented,
        params: ContractParams,
        response: { 204: Type.Null({ description: 'Gone: from now on 403, as if it had never been.' }) },
      },
    },
    async (request, reply) => {
      await acknowledgeContract({ access, caller: companyOf(request) }, request.params);
      return reply.code(204).send();
    },
  );

  app.get<{ Params: ContractPath }>(
    '/contracts/:gatewayId/access',
    {
      config: ofContract,
      schema: {
        tags: ['Contracts'],
        summary: 'Which endpoints of the gateway would be refused now, and why',
        security,
        ...ours,
        params: ContractParams,
        response: { 200: AccessExplanation },
      },
    },
    (request) => explainAccess({ access, caller: companyOf(request) }, { ...request.params, uses }),
  );
}
