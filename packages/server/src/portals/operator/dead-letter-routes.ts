import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { DeadLetter, DeadLetterDetail, GatewayId, PageQuery, listOf } from '@hearthgate/wire';
import { deleteDeadLetter, listDeadLetters, readDeadLetter, retryDeadLetter } from '../../gateways/index.ts';
import type { Portals } from '../portals.ts';

const Query = Type.Object(
  { ...PageQuery.properties, gatewayId: Type.Optional(GatewayId) },
  { additionalProperties: false },
);
const Path = Type.Object({ gatewayId: GatewayId, letterId: Type.String({ pattern: '^[0-9]{1,12}$' }) });
type Path = Type.Static<typeof Path>;
const URL = '/operator/gateways/:gatewayId/dead-letters/:letterId';

/** Messages of gateways that could not be read. What stands in them are values of an owner's appliance. */
export function addDeadLetterRoutes(app: FastifyInstance, { gateways, link }: Portals): void {
  const keyOf = ({ gatewayId, letterId }: Path) => ({
    gatewayId: Number(gatewayId),
    letterId: Number(letterId),
  });

  app.get<{ Querystring: Type.Static<typeof Query> }>(
    '/operator/dead-letters',
    {
      config: { operator: { audit: 'dead-letter.list' } },
      schema: { hide: true, querystring: Query, response: { 200: listOf(DeadLetter) } },
    },
    ({ query: { gatewayId, ...query } }) =>
      listDeadLetters(gateways, {
        ...query,
        ...(gatewayId !== undefined && { gatewayId: Number(gatewayId) }),
      }),
  );

  app.get<{ Params: Path }>(
    URL,
    {
      config: { operator: { audit: 'dead-letter.read', ownerData: true } },
      schema: { hide: true, params: Path, response: { 200: DeadLetterDetail } },
    },
    ({ params }) => readDeadLetter(gateways, keyOf(params)),
  );

  app.post<{ Params: Path }>(
    `${URL}/retry`,
    { config: { operator: { audit: 'dead-letter.retry' } }, schema: { hide: true, params: Path } },
    ({ params }) => retryDeadLetter(gateways, link, keyOf(params)),
  );

  app.delete<{ Params: Path }>(
    URL,
    { config: { operator: { audit: 'dead-letter.delete' } }, schema: { hide: true, params: Path } },
    async ({ params }, reply) => {
      await deleteDeadLetter(gateways, keyOf(params));
      return reply.code(204).send();
    },
  );
}
