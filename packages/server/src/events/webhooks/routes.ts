import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { AttemptList, AttemptQuery, Replay, ReplayList, ReplayOrder } from '@hearthgate/wire';
import type { Events } from '../events.ts';
import { cancelReplay } from './cancel-replay.ts';
import { createReplay } from './create-replay.ts';
import { readAttempts } from './read-attempts.ts';
import { readReplay, readReplays } from './read-replays.ts';
import { WebhookPath, addEndpointRoutes, common, contextOf } from './webhook-routes.ts';

const ReplayPath = Type.Object({
  ...WebhookPath.properties,
  replayId: Type.String({ pattern: '^rpl_[0-9A-Za-z]{1,40}$' }),
});
type WebhookPath = Type.Static<typeof WebhookPath>;
type ReplayPath = Type.Static<typeof ReplayPath>;

const config = { partner: {} };

/** Endpoints by API, and what was sent to them. */
export function addWebhookRoutes(app: FastifyInstance, events: Events): void {
  addEndpointRoutes(app, events);

  app.post<{ Params: WebhookPath; Body: ReplayOrder }>(
    '/webhooks/:webhookId/replay',
    {
      config,
      schema: {
        ...common,
        summary: 'Send events of the log once more',
        description:
          'Either all of the types of the endpoint that were logged in a time range, at most 1,000,000, or single ones. ' +
          'They keep their ids, and go out beside what is delivered anyway. At most 3 run at a time.',
        params: WebhookPath,
        body: ReplayOrder,
        response: { 202: Replay },
      },
    },
    async (request, reply) => {
      const { webhookId } = request.params;
      const replay = await createReplay(contextOf(events, request), { webhookId, order: request.body });
      return reply
        .code(202)
        .header('location', `/webhooks/${webhookId}/replays/${replay.replayId}`)
        .send(replay);
    },
  );

  app.get<{ Params: WebhookPath }>(
    '/webhooks/:webhookId/replays',
    {
      config,
      schema: {
        ...common,
        summary: 'Replays, newest first',
        description: 'Those that run, and the newest hundred that have ended.',
        params: WebhookPath,
        response: { 200: ReplayList },
      },
    },
    (request) => readReplays(contextOf(events, request), request.params.webhookId),
  );

  app.get<{ Params: ReplayPath }>(
    '/webhooks/:webhookId/replays/:replayId',
    {
      config,
      schema: {
        ...common,
        summary: 'One replay, and how far it is',
        params: ReplayPath,
        response: { 200: Replay },
      },
    },
    (request) => readReplay(contextOf(events, request), request.params),
  );

  app.delete<{ Params: ReplayPath }>(
    '/webhooks/:webhookId/replays/:replayId',
    {
      config,
      schema: {
        ...common,
        summary: 'Cancel a replay',
        description: 'One that has ended stays as it is.',
        params: ReplayPath,
        response: { 200: Replay },
      },
    },
    (request) => cancelReplay(contextOf(events, request), request.params),
  );

  app.get<{ Params: WebhookPath; Querystring: AttemptQuery }>(
    '/webhooks/:webhookId/attempts',
    {
      config,
      schema: {
        ...common,
        summary: 'What was sent and how it was answered, newest first',
        description:
          'Kept for seven days, in pages of 100 without `limit`. With a filter a page may hold fewer than were asked for, or none, and still have a `nextCursor`.',
        params: WebhookPath,
        querystring: AttemptQuery,
        response: { 200: AttemptList },
      },
    },
    (request) =>
      readAttempts(contextOf(events, request), {
        webhookId: request.params.webhookId,
        query: request.query,
      }),
  );
}
