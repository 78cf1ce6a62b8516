import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { Brand, GatewayId, GatewayType, Inventory, InventoryQuery } from '@hearthgate/wire';
import { findGateways, listInventory, registerGateway } from '../../gateways/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Portals } from '../portals.ts';

const NewGateway = Type.Object(
  { gatewayId: Type.Optional(GatewayId), gatewayType: GatewayType, brand: Brand },
  { additionalProperties: false },
);
const GatewayPath = Type.Object({ gatewayId: GatewayId });

export function addGatewayRoutes(app: FastifyInstance, { gateways, presence }: Portals): void {
  app.post<{ Body: Type.Static<typeof NewGateway> }>(
    '/operator/gateways',
    { config: { operator: { audit: 'gateway.register' } }, schema: { hide: true, body: NewGateway } },
    async (request, reply) => {
      const { gatewayId, gatewayType, brand } = request.body;
      const made = await registerGateway(gateways, {
        ...(gatewayId !== undefined && { gatewayId: Number(gatewayId) }),
        gatewayType,
        brand,
        driven: false,
      });
      return reply.code(201).send({ ...made, gatewayId: String(made.gatewayId) });
    },
  );

  app.get<{ Querystring: InventoryQuery }>(
    '/operator/gateways',
    {
      config: { operator: { audit: 'gateway.list' } },
      schema: { hide: true, querystring: InventoryQuery, response: { 200: Inventory } },
    },
    ({ query }) => listInventory({ gateways, presence }, query),
  );

  app.get<{ Params: Type.Static<typeof GatewayPath> }>(
    '/operator/gateways/:gatewayId',
    {
      config: { operator: { audit: 'gateway.read', ownerData: true } },
      schema: { hide: true, params: GatewayPath },
    },
    async (request) => {
      const gatewayId = Number(request.params.gatewayId);
      const [row] = await findGateways(gateways.db, [gatewayId]);
      if (!row) throw new AppError('not-found');
      const lastSeenMs = presence.lastSeenMs(gatewayId) ?? row.last_seen_at?.getTime();
      return {
        gatewayId: request.params.gatewayId,
        gatewayType: row.gateway_type,
        brand: row.brand,
        firmware: row.firmware,
        hardware: row.hardware,
        connectivity: presence.connectivityOf(row),
        connectivitySince: row.connectivity_since.toISOString(),
        lastSeen: lastSeenMs === undefined ? null : new Date(lastSeenMs).toISOString(),
        registeredAt: row.created_at.toISOString(),
      };
    },
  );
}
