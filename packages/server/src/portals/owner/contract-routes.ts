import type { FastifyInstance, FastifyRequest } from 'fastify';
import type Type from 'typebox';
import { PageQuery } from '@hearthgate/wire';
import {
  acceptConsent,
  endContract,
  listOwnedContracts,
  newestText,
  ownConsentReceipt,
  ownedView,
  pauseContract,
  requireNewest,
  resumeContract,
  sendReceipt,
  shareGateway,
} from '../../access/index.ts';
import { page, readPage } from '../../platform/http/paging.ts';
import { ownerOf } from './owner-gate.ts';
import { ConsentBody, ContractPath, HIDDEN, LanguageQuery, ShareBody } from './schemas.ts';

type Path = { Params: Type.Static<typeof ContractPath> };

/** Who may see and control the owner's systems, and under which text. */
export function addContractRoutes(app: FastifyInstance): void {
  const { config, schema } = HIDDEN;
  const ofContract = { config, schema: { ...schema, params: ContractPath } };

  app.get<{ Querystring: Type.Static<typeof LanguageQuery> }>(
    '/owner/consent-text',
    { config, schema: { ...schema, querystring: LanguageQuery } },
    (request) => {
      const { access, account } = ownerOf(request);
      return newestText(access, request.query.language ?? account.language);
    },
  );

  app.get<{ Querystring: PageQuery }>(
    '/owner/contracts',
    { config, schema: { ...schema, querystring: PageQuery } },
    async (request) => {
      const wanted = readPage(request.query);
      const gateways = await listOwnedContracts(ownerOf(request), {
        afterGatewayId: wanted.after,
        limit: wanted.limit,
      });
      const { items, nextCursor } = page(
        wanted,
        gateways,
        ({ gatewayId }) => gatewayId,
        ({ contracts }) => contracts,
      );
      return { items: items.flat(), nextCursor };
    },
  );

  app.post<{ Body: Type.Static<typeof ShareBody> }>(
    '/owner/contracts',
    { config, schema: { ...schema, body: ShareBody } },
    async (request, reply) => {
      const owner = ownerOf(request);
      const { gatewayId, language = owner.account.language, validUntil, ...input } = request.body;
      await requireNewest(owner.access, input.consentVersion);
      const row = await shareGateway(owner, {
        ...input,
        gatewayId: Number(gatewayId),
        language,
        ...(validUntil !== undefined && { validUntil: new Date(validUntil) }),
      });
      return reply.code(201).send(await ownedView(owner, row));
    },
  );

  for (const [action, verb] of [
    ['pause', pauseContract],
    ['resume', resumeContract],
  ] as const) {
    app.post<Path>(`/owner/contracts/:gatewayId/:companyId/${action}`, ofContract, async (request) => {
      const owner = ownerOf(request);
      return ownedView(owner, await verb(owner, idOf(request)));
    });
  }
  app.delete<Path>('/owner/contracts/:gatewayId/:companyId', ofContract, async (request) => {
    const owner = ownerOf(request);
    return ownedView(owner, await endContract(owner, idOf(request)));
  });

  app.post<Path & { Body: Type.Static<typeof ConsentBody> }>(
    '/owner/contracts/:gatewayId/:companyId/consent',
    { config, schema: { ...ofContract.schema, body: ConsentBody } },
    async (request) => {
      const owner = ownerOf(request);
      const { consentVersion, language = owner.account.language } = request.body;
      await requireNewest(owner.access, consentVersion);
      const row = await acceptConsent(owner, { ...idOf(request), consentVersion, language });
      return ownedView(owner, row);
    },
  );

  // The proof of the consent that was given last; with `Accept: text/html` a page to print.
  app.get<Path>('/owner/contracts/:gatewayId/:companyId/receipt', ofContract, async (request, reply) =>
    sendReceipt(request, reply, await ownConsentReceipt(ownerOf(request), idOf(request))),
  );
}

function idOf({ params }: FastifyRequest<Path>) {
  return { gatewayId: Number(params.gatewayId), companyId: params.companyId };
}
