import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import {
  Completeness,
  CompletenessQuery,
  EventPage,
  EventsQuery,
  EventStreamQuery,
  ours,
} from '@hearthgate/wire';
import { companyOf } from '../../access/index.ts';
import type { Events } from '../events.ts';
import { EventStreams } from './event-streams.ts';
import { readEvents } from './read-events.ts';
import { stateCompleteness } from './state-completeness.ts';

const common = { tags: ['Events'], security: [{ apiKey: [] }], ...ours };

/** The company reads its own event log. */
export function addLogRoutes(app: FastifyInstance, events: Events): void {
  app.get<{ Querystring: EventsQuery }>(
    '/events',
    {
      config: { partner: {} },
      preValidation: splitTypes,
      schema: {
        ...common,
        summary: 'Events of the company, in the order in which they were recorded',
        description:
          'Kept for 30 days. What the company may not see any more stands as `WITHHELD`. An answer ends early when it grows beyond 8 MB.',
        querystring: EventsQuery,
        response: { 200: EventPage },
      },
    },
    async (request, reply) => {
      const page = await readEvents(events, companyOf(request), request.query);
      return reply.type('application/json; charset=utf-8').send(page);
    },
  );

  const streams = new EventStreams(events);
  app.addHook('preClose', () => streams.stop());
  app.get<{ Querystring: EventStreamQuery }>(
    '/events/stream',
    {
      config: { partner: {} },
      exposeHeadRoute: false,
      preValidation: splitTypes,
      schema: {
        ...common,
        summary: 'The same as a stream of server-sent events',
        description:
          '`id` is a cursor, `event` the type, `data` the event. The header `Last-Event-ID` counts before `cursor`. A last event `problem` says why the server ends the stream. At most 10 streams of a company are open.',
        querystring: EventStreamQuery,
        response: {
          200: {
            description: 'Does not end by itself.',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
        },
      },
    },
    (request, reply) => streams.open(request, reply, request.query),
  );

  app.get<{ Querystring: CompletenessQuery }>(
    '/events/completeness',
    {
      config: { partner: {} },
      schema: {
        ...common,
        summary: 'Signed statement of what the log holds of a gateway in a span of time',
        querystring: CompletenessQuery,
        response: { 200: Completeness },
      },
    },
    (request) => stateCompleteness(events, companyOf(request), request.query),
  );
}

/** `type=A&type=B` and `type=A,B` are the same. */
function splitTypes(request: FastifyRequest, _reply: unknown, done: () => void): void {
  const query = request.query as { type?: string | string[] };
  if (query.type !== undefined) query.type = [query.type].flat().flatMap((types) => types.split(','));
  done();
}
