import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import {
  NewWebhook,
  Webhook,
  WebhookList,
  WebhookPatch,
  WebhookTestResult,
  WebhookWithSecret,
  ours,
} from '@hearthgate/wire';
import { companyOf } from '../../access/index.ts';
import type { Events } from '../events.ts';
import type { WebhookContext } from './context.ts';
import { createWebhook } from './create-webhook.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { patchWebhook } from './patch-webhook.ts';
import { readWebhook, readWebhooks } from './read-webhook.ts';
import { rotateSecret } from './rotate-secret.ts';
import { testWebhook } from './test-webhook.ts';

export const WebhookPath = Type.Object({ webhookId: Type.String({ pattern: '^whk_[0-9A-Za-z]{1,40}$' }) });
type WebhookPath = Type.Static<typeof WebhookPath>;

export const common = { tags: ['Webhooks'], security: [{ apiKey: [] }], ...ours };
const open = { partner: {} };
const withSecret = { partner: { secretId: 'webhookId' } };

export function contextOf(events: Events, request: FastifyRequest): WebhookContext {
  return { events, caller: companyOf(request) };
}

export function addEndpointRoutes(app: FastifyInstance, events: Events): void {
  app.get(
    '/webhooks',
    {
      config: open,
      schema: { ...common, summary: 'Endpoints of the company', response: { 200: WebhookList } },
    },
    (request) => readWebhooks(contextOf(events, request)),
  );

  app.post<{ Body: NewWebhook }>(
    '/webhooks',
    {
      config: withSecret,
      schema: {
        ...common,
        summary: 'Make an endpoint; its secret is shown once',
        description: 'It gets what is logged from now on. At most 20 in the company.',
        body: NewWebhook,
        response: { 201: WebhookWithSecret },
      },
    },
    async (request, reply) => {
      const made = await createWebhook(contextOf(events, request), request.body);
      return reply.code(201).header('location', `/webhooks/${made.webhookId}`).send(made);
    },
  );

  app.get<{ Params: WebhookPath }>(
    '/webhooks/:webhookId',
    {
      config: open,
      schema: {
        ...common,
        summary: 'One endpoint, and where it stands',
        params: WebhookPath,
        response: { 200: Webhook },
      },
    },
    (request) => readWebhook(contextOf(events, request), request.params.webhookId),
  );

  app.patch<{ Params: WebhookPath; Body: WebhookPatch }>(
    '/webhooks/:webhookId',
    {
      config: open,
      schema: {
        ...common,
        summary: 'Change, pause or resume an endpoint',
        description:
          'What is left out stays. A new `url`, new `headers` and the end of a pause make it try again at once what failed before.',
        params: WebhookPath,
        body: WebhookPatch,
        response: { 200: Webhook },
      },
    },
    (request) =>
      patchWebhook(contextOf(events, request), {
        webhookId: request.params.webhookId,
        patch: request.body,
      }),
  );

  app.delete<{ Params: WebhookPath }>(
    '/webhooks/:webhookId',
    {
      config: open,
      schema: {
        ...common,
        summary: 'Remove an endpoint with what waits for it',
        params: WebhookPath,
        response: { 204: Type.Null({ description: 'Removed; the log keeps the events.' }) },
      },
    },
    async (request, reply) => {
      await deleteWebhook(contextOf(events, request), request.params.webhookId);
      return reply.code(204).send();
    },
  );

  app.post<{ Params: WebhookPath }>(
    '/webhooks/:webhookId/rotate-secret',
    {
      config: withSecret,
      schema: {
        ...common,
        summary: 'A new secret, shown once; the old one signs too for 24 hours',
        description: 'A second rotation within that time ends the first of the three secrets at once.',
        params: WebhookPath,
        response: { 200: WebhookWithSecret },
      },
    },
    (request) => rotateSecret(contextOf(events, request), request.params.webhookId),
  );

  app.post<{ Params: WebhookPath }>(
    '/webhooks/:webhookId/test',
    {
      config: open,
      schema: {
        ...common,
        summary: 'Send a WEBHOOK_TEST now, also while paused',
        description: 'Answers how it went, after 15 seconds at most.',
        params: WebhookPath,
        response: { 200: WebhookTestResult },
      },
    },
    (request) => testWebhook(contextOf(events, request), request.params.webhookId),
  );
}
