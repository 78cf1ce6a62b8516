import type { FastifyInstance, FastifyRequest } from 'fastify';
import type Type from 'typebox';
import { listCoOwners, listOffers, offerGateway, removeCoOwner, withdrawOffer } from '../../access/index.ts';
import { ownerOf } from './owner-gate.ts';
import { EmailBody, GatewayPath, HIDDEN, MemberPath, OfferPath } from './schemas.ts';

type Offer = { Params: Type.Static<typeof GatewayPath>; Body: Type.Static<typeof EmailBody> };

/** Who has a gateway together, and to whom it is offered. */
export function addSharingRoutes(app: FastifyInstance): void {
  const { config, schema } = HIDDEN;
  const ofGateway = { config, schema: { ...schema, params: GatewayPath } };
  const withEmail = { config, schema: { ...ofGateway.schema, body: EmailBody } };

  app.get<Pick<Offer, 'Params'>>('/owner/gateways/:gatewayId/co-owners', ofGateway, async (request) => {
    const owners = await listCoOwners(ownerOf(request), idOf(request));
    return { items: owners.map(({ since, ...owner }) => ({ ...owner, since: since.toISOString() })) };
  });
  app.post<Offer>('/owner/gateways/:gatewayId/co-owners', withEmail, async (request, reply) =>
    reply.code(201).send(await offer(request, 'CO_OWNER')),
  );
  app.delete<{ Params: Type.Static<typeof MemberPath> }>(
    '/owner/gateways/:gatewayId/co-owners/:ownerId',
    { config, schema: { ...schema, params: MemberPath } },
    async (request, reply) => {
      const { ownerId } = request.params;
      await removeCoOwner(ownerOf(request), { ...idOf(request), ownerId });
      return reply.code(204).send();
    },
  );

  app.post<Offer>('/owner/gateways/:gatewayId/transfer', withEmail, async (request, reply) =>
    reply.code(201).send(await offer(request, 'TRANSFER')),
  );
  app.get<Pick<Offer, 'Params'>>('/owner/gateways/:gatewayId/offers', ofGateway, async (request) => {
    const offers = await listOffers(ownerOf(request), idOf(request));
    const items = offers.map(({ offer_id: offerId, kind, email, expires_at: expiresAt }) => ({
      offerId,
      kind,
      email,
      expiresAt: expiresAt.toISOString(),
    }));
    return { items };
  });
  app.delete<{ Params: Type.Static<typeof OfferPath> }>(
    '/owner/gateways/:gatewayId/offers/:offerId',
    { config, schema: { ...schema, params: OfferPath } },
    async (request, reply) => {
      const { offerId } = request.params;
      await withdrawOffer(ownerOf(request), { ...idOf(request), offerId });
      return reply.code(204).send();
    },
  );
}

async function offer(request: FastifyRequest<Offer>, kind: 'CO_OWNER' | 'TRANSFER') {
  const { email } = request.body;
  const { expiresAt, ...made } = await offerGateway(ownerOf(request), { ...idOf(request), kind, email });
  return { ...made, expiresAt: expiresAt.toISOString() };
}

function idOf({ params }: { params: { gatewayId: string } }): { gatewayId: number } {
  return { gatewayId: Number(params.gatewayId) };
}
