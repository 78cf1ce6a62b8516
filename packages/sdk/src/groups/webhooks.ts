import type {
  NewWebhook,
  Replay,
  ReplayOrder,
  SignatureFindings,
  SignatureQuestion,
  Webhook,
  WebhookAttempt,
  WebhookAttemptDetail,
  WebhookPatch,
  WebhookTestResult,
  WebhookWithSecret,
} from '../generated/api.ts';
import { framesOf } from '../events/server-sent-events.ts';
import { Pages } from '../pages.ts';
import { PAGE_SIZE, type Transport } from '../transport/transport.ts';
import type { AttemptFilter, CallOptions, WriteOptions } from '../types.ts';

const ONE = '/webhooks/{webhookId}';

/** Endpoints that events are sent to. What they receive is checked with `@hearthgate/sdk/webhooks`. */
export class Webhooks {
  readonly #api: Transport;
  constructor(api: Transport) {
    this.#api = api;
  }

  async list(options?: CallOptions): Promise<Webhook[]> {
    return (await this.#api.call('get', '/webhooks', { path: {} }, options)).items;
  }

  get(webhookId: string, options?: CallOptions): Promise<Webhook> {
    return this.#api.call('get', ONE, { path: { webhookId } }, options);
  }

  /** The secret is shown this once. */
  create(body: NewWebhook, options?: WriteOptions): Promise<WebhookWithSecret> {
    return this.#api.call('post', '/webhooks', { path: {}, body }, options);
  }

  update(webhookId: string, body: WebhookPatch, options?: WriteOptions): Promise<Webhook> {
    return this.#api.call('patch', ONE, { path: { webhookId }, body }, options);
  }

  async remove(webhookId: string, options?: WriteOptions): Promise<void> {
    await this.#api.call('delete', ONE, { path: { webhookId } }, options);
  }

  /** The old secret signs as well for 24 h. */
  rotateSecret(webhookId: string, options?: WriteOptions): Promise<WebhookWithSecret> {
    return this.#api.call('post', `${ONE}/rotate-secret`, { path: { webhookId } }, options);
  }

  /** Sends one message now. That it failed is an answer, not an error. */
  test(webhookId: string, options?: WriteOptions): Promise<WebhookTestResult> {
    return this.#api.call('post', `${ONE}/test`, { path: { webhookId } }, options);
  }

  /** Sends again what was logged in a span of time, or single events. */
  replay(webhookId: string, body: ReplayOrder, options?: WriteOptions): Promise<Replay> {
    return this.#api.call('post', `${ONE}/replay`, { path: { webhookId }, body }, options);
  }

  async replays(webhookId: string, options?: CallOptions): Promise<Replay[]> {
    return (await this.#api.call('get', `${ONE}/replays`, { path: { webhookId } }, options)).items;
  }

  replayState(webhookId: string, replayId: string, options?: CallOptions): Promise<Replay> {
    return this.#api.call('get', `${ONE}/replays/{replayId}`, { path: { webhookId, replayId } }, options);
  }

  cancelReplay(webhookId: string, replayId: string, options?: WriteOptions): Promise<Replay> {
    return this.#api.call('delete', `${ONE}/replays/{replayId}`, { path: { webhookId, replayId } }, options);
  }

  /** What was sent and what came back, newest first. */
  attempts(webhookId: string, filter: AttemptFilter = {}, options?: CallOptions): Pages<WebhookAttempt> {
    return new Pages((cursor) =>
      this.#api.call(
        'get',
        `${ONE}/attempts`,
        { path: { webhookId }, query: { limit: PAGE_SIZE, ...filter, ...cursor } },
        options,
      ),
    );
  }

  /** One attempt with the body that was sent. */
  attempt(webhookId: string, attemptId: string, options?: CallOptions): Promise<WebhookAttemptDetail> {
    return this.#api.call('get', `${ONE}/attempts/{attemptId}`, { path: { webhookId, attemptId } }, options);
  }

  /** Asks the server why a request that was received fails its check. */
  verifySignature(
    webhookId: string,
    body: SignatureQuestion,
    options?: WriteOptions,
  ): Promise<SignatureFindings> {
    return this.#api.call('post', `${ONE}/verify-signature`, { path: { webhookId }, body }, options);
  }

  /** Yields when something was sent to the endpoint or a replay went on, until the stream ends. */
  async *watch(webhookId: string, { signal }: CallOptions = {}): AsyncGenerator<void, void, undefined> {
    const stream = new AbortController();
    const end = () => stream.abort();
    signal?.addEventListener('abort', end);
    const headers = { accept: 'text/event-stream' };
    try {
      const request = { path: { webhookId }, headers };
      const { body } = await this.#api.open(`${ONE}/stream`, request, { signal: stream.signal });
      if (!body) return;
      for await (const { event } of framesOf(body)) if (event !== undefined) yield;
    } catch (error) {
      if (!signal?.aborted) throw error;
    } finally {
      signal?.removeEventListener('abort', end);
      end();
    }
  }
}
