import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import {
  AttemptDetail,
  AttemptList,
  AttemptQuery,
  RECEIVED_BODY_MAX,
  Replay,
  ReplayList,
  ReplayOrder,
  SignatureFindings,
  SignatureQuestion,
} from '@hearthgate/wire';
import type { Events } from '../events.ts';
import { cancelReplay } from './cancel-replay.ts';
import { createReplay } from './create-replay.ts';
import { readAttempt } from './read-attempt.ts';
import { readAttempts } from './read-attempts.ts';
import { readReplay, readReplays } from './read-replays.ts';
import { verifySignature } from './verify-signature.ts';
import { WebhookWatches } from './webhook-watch.ts';
import { WebhookPath, addEndpointRoutes, common, contextOf } from './webhook-routes.ts';

const ReplayPath = Type.Object({
  ...WebhookPath.properties,
  replayId: Type.String({ pattern: '^rpl_[0-9A-Za-z]{1,40}$' }),
});
const AttemptPath = Type.Object({
  ...WebhookPath.properties,
  attemptId: Type.String({ pattern: '^att_[0-9]{1,15}$' }),
});
/** The body as JSON text, with headers; a text may grow to its double when it is escaped. */
const QUESTION_MAX_BYTES = 2 * RECEIVED_BODY_MAX + 64_000;
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

  app.get<{ Params: Type.Static<typeof AttemptPath> }>(
    '/webhooks/:webhookId/attempts/:attemptId',
    {
      config,
      schema: {
        ...common,
        summary: 'One attempt, with the body that was sent',
        description: 'The body is rebuilt from the log; the right to each event is looked at again.',
        params: AttemptPath,
        response: { 200: AttemptDetail },
      },
    },
    (request) => readAttempt(contextOf(events, request), request.params),
  );

  app.post<{ Params: WebhookPath; Body: SignatureQuestion }>(
    '/webhooks/:webhookId/verify-signature',
    {
      // It changes nothing.
      config: { partner: { role: 'VIEWER' } },
      bodyLimit: QUESTION_MAX_BYTES,
      schema: {
        ...common,
        summary: 'Why a request that was received fails its check',
        description:
          'Takes what came in, without a secret, and says which part is wrong: id, timestamp, signature or body. It never tells a signature.',
        params: WebhookPath,
        body: SignatureQuestion,
        response: { 200: SignatureFindings },
      },
    },
    (request) =>
      verifySignature(contextOf(events, request), {
        webhookId: request.params.webhookId,
        question: request.body,
      }),
  );

  const watches = new WebhookWatches();
  app.addHook('preClose', () => watches.stop());
  app.get<{ Params: WebhookPath }>(
    '/webhooks/:webhookId/stream',
    {
      config,
      exposeHeadRoute: false,
      schema: {
        ...common,
        summary: 'Tells when something was sent to an endpoint',
        description:
          'Server-sent events: `changed` whenever something was sent, a replay went on or the endpoint was changed, within a second; what it was is read by the other calls. At most 5 of an account are open.',
        params: WebhookPath,
        response: {
          200: {
            description: 'Does not end by itself.',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
        },
      },
    },
    (request, reply) =>
      watches.open(contextOf(events, request), { request, reply, webhookId: request.params.webhookId }),
  );
}
