import type { FastifyInstance } from 'fastify';
import { FleetPage, FleetQuery, ours } from '@hearthgate/wire';
import { companyOf, type Access } from '../../access/index.ts';
import type { Hvac } from '../../hvac/index.ts';
import { languageOf } from '../../platform/http/language.ts';
import { readFleet } from './read-fleet.ts';

/** The list of the pro portal; a program may read it as well. */
export function addFleetRoutes(app: FastifyInstance, { access, hvac }: { access: Access; hvac: Hvac }): void {
  app.get<{ Querystring: FleetQuery }>(
    '/pro/fleet',
    {
      config: { partner: {} },
      schema: {
        tags: ['HVAC'],
        summary: 'The fleet: systems with faults first, then those offline',
        description:
          'In pages of 100 without `limit`, with the number of systems that each value of a filter would give.',
        security: [{ apiKey: [] }],
        ...ours,
        querystring: FleetQuery,
        response: { 200: FleetPage },
      },
    },
    (request) => readFleet({ access, hvac, caller: companyOf(request) }, request.query, languageOf(request)),
  );
}
