import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { Brand, GatewayId, GatewayType } from '@hearthgate/wire';
import { findCompanies, requireClaim } from '../../access/index.ts';
import { findGateways, registerOwnGateway, removeOwnGateway } from '../../gateways/index.ts';
import { forgetSystem, listChanges, listOwnSystems, undoCommand } from '../../hvac/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Portals } from '../portals.ts';
import { ownerOf } from './owner-gate.ts';
import { GatewayPath, HIDDEN } from './schemas.ts';

/** Real time that an undo waits for its confirmation. */
const UNDO_WAIT_MS = 10_000;

const strict = { additionalProperties: false };
const CompanyQuery = Type.Object({ search: Type.Optional(Type.String({ maxLength: 100 })) }, strict);
const ChangesQuery = Type.Object(
  {
    cursor: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  strict,
);
const CommandPath = Type.Object({
  gatewayId: GatewayId,
  commandId: Type.String({ pattern: '^cmd_[0-9A-Za-z]{1,40}$' }),
});
const OwnGatewayBody = Type.Object({ gatewayType: GatewayType, brand: Brand }, strict);
type OfGateway = { Params: Type.Static<typeof GatewayPath> };

/** The owner's systems at a glance, what was changed remotely, and gateways of their own. */
export function addSystemRoutes(app: FastifyInstance, portals: Portals): void {
  const { hvac, desk, gateways } = portals;
  const { config, schema } = HIDDEN;
  const ofGateway = { config, schema: { ...schema, params: GatewayPath } };

  app.get<{ Querystring: Type.Static<typeof CompanyQuery> }>(
    '/owner/companies',
    { config, schema: { ...schema, querystring: CompanyQuery } },
    (request) => findCompanies(ownerOf(request), request.query),
  );

  app.get<OfGateway>('/owner/gateways/:gatewayId', ofGateway, async (request) => {
    const owner = ownerOf(request);
    const claim = await requireClaim(owner, Number(request.params.gatewayId));
    const { gatewayId, brand } = claim;
    const [row] = await findGateways(gateways.db, [gatewayId]);
    if (!row) throw new AppError('not-found');
    const { language } = owner.account;
    const page = { afterGatewayId: gatewayId - 1, limit: 1 };
    const systems = await listOwnSystems(hvac, { ...owner, language }, page);
    const member = claim.owners.find((one) => one.ownerId === owner.ownerId);
    return {
      gatewayId: String(gatewayId),
      brand,
      role: member?.role,
      since: member?.since.toISOString(),
      gatewayType: row.gateway_type,
      firmware: row.firmware ?? undefined,
      hardware: row.hardware ?? undefined,
      isOwn: row.registered_by !== null,
      ...systems.get(gatewayId),
    };
  });

  app.get<OfGateway & { Querystring: Type.Static<typeof ChangesQuery> }>(
    '/owner/gateways/:gatewayId/commands',
    { config, schema: { ...ofGateway.schema, querystring: ChangesQuery } },
    (request) =>
      listChanges(hvac, ownerOf(request), { gatewayId: Number(request.params.gatewayId), ...request.query }),
  );

  app.post<{ Params: Type.Static<typeof CommandPath> }>(
    '/owner/gateways/:gatewayId/commands/:commandId/undo',
    { config, schema: { ...schema, params: CommandPath } },
    async (request, reply) => {
      const { gatewayId, commandId } = request.params;
      const input = { gatewayId: Number(gatewayId), commandId, waitMs: UNDO_WAIT_MS };
      const { kind, expiresAt, ...outcome } = await undoCommand({ hvac, desk }, ownerOf(request), input);
      return reply
        .code(kind === 'confirmed' ? 200 : 202)
        .send({ ...outcome, undoes: commandId, expiresAt: expiresAt.toISOString() });
    },
  );

  app.post<{ Body: Type.Static<typeof OwnGatewayBody> }>(
    '/owner/own-gateways',
    { config, schema: { ...schema, body: OwnGatewayBody } },
    async (request, reply) => {
      const { gatewayType, brand } = request.body;
      const made = await registerOwnGateway(gateways, ownerOf(request), request.body);
      const gatewayId = String(made.gatewayId);
      return reply.code(201).send({
        gatewayId,
        gatewayType,
        brand,
        labelPassword: made.labelPassword,
        mqtt: {
          ...portals.mqtt(),
          username: gatewayId,
          password: made.mqttPassword,
          baseTopic: gatewayType === 'EMS_ESP' ? `gw/${gatewayId}/ems` : `gw/${gatewayId}`,
        },
      });
    },
  );

  app.delete<OfGateway>('/owner/own-gateways/:gatewayId', ofGateway, async (request, reply) => {
    const gatewayId = Number(request.params.gatewayId);
    await removeOwnGateway(
      gateways,
      ownerOf(request),
      { gatewayId },
      { forget: (unit) => forgetSystem(hvac, unit, gatewayId) },
    );
    return reply.code(204).send();
  });
}
