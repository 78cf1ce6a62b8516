import type { FastifyInstance } from 'fastify';
import { FirmwareOverview, FirmwarePolicies } from '@hearthgate/wire';
import { listFirmware, putFirmwarePolicies } from '../../gateways/index.ts';
import type { Portals } from '../portals.ts';

/** Which firmware is old. A PUT replaces all policies, and answers what they say of the versions in use. */
export function addFirmwareRoutes(app: FastifyInstance, { gateways }: Portals): void {
  app.get(
    '/operator/firmware-policies',
    {
      config: { operator: { audit: 'firmware.read' } },
      schema: { hide: true, response: { 200: FirmwareOverview } },
    },
    () => listFirmware(gateways),
  );

  app.put<{ Body: FirmwarePolicies }>(
    '/operator/firmware-policies',
    {
      config: { operator: { audit: 'firmware.set' } },
      schema: { hide: true, body: FirmwarePolicies, response: { 200: FirmwareOverview } },
    },
    async ({ body }) => {
      await putFirmwarePolicies(gateways, body.items);
      return listFirmware(gateways);
    },
  );
}
