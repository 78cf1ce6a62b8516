import type { FastifyInstance } from 'fastify';
import type Type from 'typebox';
import { PageQuery } from '@hearthgate/wire';
import { listOwnGateways, readAccessRecord, releaseGateway } from '../../access/index.ts';
import { claimGateway, findGateways } from '../../gateways/index.ts';
import { listOwnSystems } from '../../hvac/index.ts';
import { page, readPage } from '../../platform/http/paging.ts';
import type { Portals } from '../portals.ts';
import { ownerOf } from './owner-gate.ts';
import { GatewayPath, HIDDEN, LabelBody, RecordQuery } from './schemas.ts';

export function addGatewayRoutes(app: FastifyInstance, { gateways, hvac }: Portals): void {
  const { config, schema } = HIDDEN;

  app.get<{ Querystring: PageQuery }>(
    '/owner/gateways',
    { config, schema: { ...schema, querystring: PageQuery } },
    async (request) => {
      const wanted = readPage(request.query);
      const owner = ownerOf(request);
      const asked = { afterGatewayId: wanted.after, limit: wanted.limit };
      const own = await listOwnGateways(owner, asked);
      const systems = await listOwnSystems(hvac, { ...owner, language: owner.account.language }, asked);
      const ids = own.map((one) => one.gateway_id);
      const rows = ids.length === 0 ? [] : await findGateways(gateways.db, ids);
      const byId = new Map(rows.map((row) => [row.gateway_id, row]));
      return page(
        wanted,
        own,
        (one) => one.gateway_id,
        ({ gateway_id: id, brand, role, since }) => ({
          gatewayId: String(id),
          brand,
          role,
          since: since.toISOString(),
          gatewayType: byId.get(id)?.gateway_type,
          isOwn: byId.get(id)?.registered_by != null,
          ...systems.get(id),
          lastBootAt: byId.get(id)?.last_boot_at?.toISOString(),
        }),
      );
    },
  );

  app.post<{ Body: Type.Static<typeof LabelBody> }>(
    '/owner/gateways',
    { config, schema: { ...schema, body: LabelBody } },
    async (request, reply) => {
      const { gatewayId, labelPassword } = request.body;
      const label = { gatewayId: Number(gatewayId), labelPassword };
      const { brand } = await claimGateway(gateways, ownerOf(request), label);
      return reply.code(201).send({ gatewayId, brand, role: 'MAIN' });
    },
  );

  app.delete<{ Params: Type.Static<typeof GatewayPath> }>(
    '/owner/gateways/:gatewayId',
    { config, schema: { ...schema, params: GatewayPath } },
    async (request, reply) => {
      await releaseGateway(ownerOf(request), { gatewayId: Number(request.params.gatewayId) });
      return reply.code(204).send();
    },
  );

  app.get<{ Params: Type.Static<typeof GatewayPath>; Querystring: Type.Static<typeof RecordQuery> }>(
    '/owner/gateways/:gatewayId/access-record',
    { config, schema: { ...schema, params: GatewayPath, querystring: RecordQuery } },
    (request) => {
      const { from, to, ...paging } = request.query;
      return readAccessRecord(ownerOf(request), {
        gatewayId: Number(request.params.gatewayId),
        ...(from !== undefined && { from: new Date(from) }),
        ...(to !== undefined && { to: new Date(to) }),
        ...paging,
      });
    },
  );
}
