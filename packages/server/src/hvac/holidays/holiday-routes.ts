import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { GatewayId, Holiday, HolidayChanged, HolidayList, HolidayOrder, ours } from '@hearthgate/wire';
import { callerOf, changerOf } from '../../access/index.ts';
import type { CommandDesk } from '../commands/command-desk.ts';
import {
  CommandHeaders,
  CommandQuery,
  Pending,
  commandWish,
  sendOutcome,
} from '../commands/command-route.ts';
import { hasPart } from '../has-part.ts';
import type { Hvac } from '../hvac.ts';
import { deleteHoliday } from './delete-holiday.ts';
import { postHoliday } from './post-holiday.ts';
import { putHoliday } from './put-holiday.ts';
import { getHoliday, listHolidays } from './read-holidays.ts';
import { slotsOf } from './slots.ts';

const GatewayParams = Type.Object({ gatewayId: GatewayId });
const HolidayParams = Type.Object({
  gatewayId: GatewayId,
  holidayId: Type.String({ pattern: '^(hm|hc)[1-9][0-9]?$' }),
});
type GatewayPath = Type.Static<typeof GatewayParams>;
type HolidayPath = Type.Static<typeof HolidayParams>;
const LIST = '/hvacs/:gatewayId/holidays';
const ONE = '/hvacs/:gatewayId/holidays/:holidayId';

export function addHolidayRoutes(app: FastifyInstance, hvac: Hvac, desk: CommandDesk): void {
  const common = { tags: ['Away and holidays'], security: [{ apiKey: [] }], ...ours };
  const need = 'remoteControl' as const;
  // A repeat answers from the command itself.
  const ofAll = { config: { partner: { need, ownIdempotency: true } } };
  const variablesExist = (gatewayId: number, { holidayId = '' }: Readonly<Record<string, string>>) =>
    hasPart(hvac, gatewayId, `/holidays/${holidayId}`, (state) =>
      slotsOf(state).some(({ id }) => id === holidayId),
    );
  const ofOne = { config: { partner: { need, ownIdempotency: true, variablesExist } } };

  app.get<{ Params: GatewayPath }>(
    LIST,
    {
      ...ofAll,
      schema: {
        ...common,
        summary: 'Holidays that are planned or under way',
        params: GatewayParams,
        response: { 200: HolidayList },
      },
    },
    (request) => listHolidays({ hvac, caller: callerOf(request) }, request.params.gatewayId),
  );

  app.post<{ Params: GatewayPath; Body: HolidayOrder; Headers: CommandHeaders; Querystring: CommandQuery }>(
    LIST,
    {
      ...ofAll,
      schema: {
        ...common,
        summary: 'Plan a holiday; confirmed by read-back',
        params: GatewayParams,
        headers: CommandHeaders,
        querystring: CommandQuery,
        body: HolidayOrder,
        response: { 201: HolidayChanged, 202: Pending },
      },
    },
    async (request, reply) => {
      const { gatewayId } = request.params;
      const outcome = await postHoliday(
        { hvac, caller: changerOf(request), desk },
        { gatewayId, order: request.body, ...commandWish(request) },
      );
      if (!('kind' in outcome))
        reply.code(201).header('location', `/hvacs/${gatewayId}/holidays/${outcome.holidayId}`);
      return sendOutcome(reply, gatewayId, outcome);
    },
  );

  app.get<{ Params: HolidayPath }>(
    ONE,
    {
      ...ofOne,
      schema: { ...common, summary: 'One holiday', params: HolidayParams, response: { 200: Holiday } },
    },
    (request) => getHoliday({ hvac, caller: callerOf(request) }, request.params),
  );

  app.put<{ Params: HolidayPath; Body: HolidayOrder; Headers: CommandHeaders; Querystring: CommandQuery }>(
    ONE,
    {
      ...ofOne,
      schema: {
        ...common,
        summary: 'Replace a holiday; confirmed by read-back',
        params: HolidayParams,
        headers: CommandHeaders,
        querystring: CommandQuery,
        body: HolidayOrder,
        response: { 200: HolidayChanged, 202: Pending },
      },
    },
    async (request, reply) => {
      const outcome = await putHoliday(
        { hvac, caller: changerOf(request), desk },
        { ...request.params, order: request.body, ...commandWish(request) },
      );
      return sendOutcome(reply, request.params.gatewayId, outcome);
    },
  );

  app.delete<{ Params: HolidayPath; Headers: CommandHeaders; Querystring: CommandQuery }>(
    ONE,
    {
      ...ofOne,
      schema: {
        ...common,
        summary: 'End or cancel a holiday; confirmed by read-back',
        params: HolidayParams,
        headers: CommandHeaders,
        querystring: CommandQuery,
        response: { 202: Pending, 204: Type.Null({ description: 'Its slot is free again.' }) },
      },
    },
    async (request, reply) => {
      const outcome = await deleteHoliday(
        { hvac, caller: changerOf(request), desk },
        { ...request.params, ...commandWish(request) },
      );
      if (outcome.kind === 'pending') return sendOutcome(reply, request.params.gatewayId, outcome);
      reply.code(204);
      return null;
    },
  );
}
