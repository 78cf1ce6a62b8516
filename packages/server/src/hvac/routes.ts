import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import {
  Command,
  CommandList,
  CommandListQuery,
  GatewayId,
  Hvac as HvacSchema,
  HvacList,
  HvacQuery,
  ours,
} from '@hearthgate/wire';
import { callerOf } from '../access/index.ts';
import { addAwayRoutes } from './away/away-routes.ts';
import type { CommandDesk } from './commands/command-desk.ts';
import { listCommands } from './commands/list-commands.ts';
import { getCommand } from './commands/read-command.ts';
import { addDhwRoutes } from './dhw-circuits/dhw-routes.ts';
import { addComponentRoutes } from './components/routes.ts';
import { addHeatSourceRoutes } from './heat-sources/routes.ts';
import { addHeatingCircuitRoutes } from './heating-circuits/routes.ts';
import { addRecordingRoutes } from './recordings/routes.ts';
import { addHolidayRoutes } from './holidays/holiday-routes.ts';
import type { Hvac } from './hvac.ts';
import { getHvac, listHvacs } from './list-hvacs.ts';
import { addNotificationRoutes } from './notifications/routes.ts';
import { addTimeProgramRoutes } from './time-programs/routes.ts';

const security = [{ apiKey: [] }];
const GatewayParams = Type.Object({ gatewayId: GatewayId });
const CommandParams = Type.Object({
  gatewayId: GatewayId,
  commandId: Type.String({ pattern: '^cmd_[0-9A-Za-z]{1,40}$' }),
});
type GatewayPath = Type.Static<typeof GatewayParams>;

export function addHvacRoutes(app: FastifyInstance, hvac: Hvac, desk: CommandDesk): void {
  const monitoring = { partner: { need: 'monitoring' as const } };

  app.get<{ Querystring: HvacQuery }>(
    '/hvacs',
    {
      config: { partner: {} },
      schema: {
        tags: ['HVAC'],
        summary: 'Systems of the active contracts',
        description:
          'Ordered by gateway id. With filters a page may be short or empty while `nextCursor` is not null: one request looks ' +
          'at a bounded number of systems. A cursor belongs to the filters that it was given with.',
        security,
        ...ours,
        querystring: HvacQuery,
        response: { 200: HvacList },
      },
    },
    (request) => listHvacs({ hvac, caller: callerOf(request) }, request.query),
  );

  app.get<{ Params: GatewayPath }>(
    '/hvacs/:gatewayId',
    {
      config: monitoring,
      schema: {
        tags: ['HVAC'],
        summary: 'One system and what it can do',
        security,
        ...ours,
        params: GatewayParams,
        response: { 200: HvacSchema },
      },
    },
    (request) => getHvac({ hvac, caller: callerOf(request) }, request.params.gatewayId),
  );

  app.get<{ Params: GatewayPath; Querystring: CommandListQuery }>(
    '/hvacs/:gatewayId/commands',
    {
      config: { partner: { need: 'remoteControl' } },
      schema: {
        tags: ['Commands'],
        summary: "The company's changes, newest first",
        security,
        ...ours,
        params: GatewayParams,
        querystring: CommandListQuery,
        response: { 200: CommandList },
      },
    },
    (request) => {
      const input = { ...request.params, query: request.query };
      return listCommands({ hvac, caller: callerOf(request) }, input);
    },
  );

  app.get<{ Params: Type.Static<typeof CommandParams> }>(
    '/hvacs/:gatewayId/commands/:commandId',
    {
      // Command ids are the server's own, so one bucket per gateway serves them all.
      config: { partner: { need: 'remoteControl', variablesExist: () => Promise.resolve(false) } },
      schema: {
        tags: ['Commands'],
        summary: 'What became of a change',
        security,
        ...ours,
        params: CommandParams,
        response: { 200: Command },
      },
    },
    (request) => getCommand({ hvac, caller: callerOf(request) }, request.params),
  );

  addComponentRoutes(app, hvac);
  addHeatSourceRoutes(app, hvac);
  addNotificationRoutes(app, hvac);
  addHeatingCircuitRoutes(app, hvac, desk);
  addRecordingRoutes(app, hvac);
  addDhwRoutes(app, hvac, desk);
  addAwayRoutes(app, hvac, desk);
  addHolidayRoutes(app, hvac, desk);
  addTimeProgramRoutes(app, hvac, desk);
}
