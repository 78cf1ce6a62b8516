import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { identifyCaller } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Db } from '../../platform/database/database.ts';
import type { WebhookKey } from '../tables.ts';
import { requireWebhook, type WebhookContext } from './context.ts';

/** How soon a change is told, and a right that has ended ends the stream. */
const LOOK_EVERY_MS = 1_000;
/** So often something is sent when nothing changes, so that the other side knows that it is heard. */
const COMMENT_EVERY = 15;
/** Watchers of one account at this server: a few open pages. */
const WATCHES_MAX = 5;

/** Tells people who look at an endpoint that something was sent to it or a replay went on; what it was they read then. */
export class WebhookWatches {
  readonly #open = new Map<string, number>();
  readonly #stopped = new AbortController();

  async open(
    context: WebhookContext,
    { request, reply, webhookId }: { request: FastifyRequest; reply: FastifyReply; webhookId: string },
  ): Promise<FastifyReply> {
    const { events, caller } = context;
    const webhook = await requireWebhook(context, events.platform.db, webhookId);
    // Gone while it was looked at, whose `close` has passed already.
    if (reply.raw.destroyed) return reply;
    const account = caller.member?.memberId ?? caller.companyId;
    const watches = this.#open.get(account) ?? 0;
    if (watches >= WATCHES_MAX) throw new AppError('limit-reached', { maximum: WATCHES_MAX });
    this.#open.set(account, watches + 1);
    const gone = new AbortController();
    reply.raw.once('close', () => {
      gone.abort();
      const left = (this.#open.get(account) ?? 1) - 1;
      if (left > 0) this.#open.set(account, left);
      else this.#open.delete(account);
    });
    const signal = AbortSignal.any([gone.signal, this.#stopped.signal]);
    const requireCaller = async () => identifyCaller(events.access, request.raw);
    const frames = framesOf(events.platform.db, webhook, signal, requireCaller);
    return reply
      .type('text/event-stream')
      .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' })
      .send(Readable.from(frames, { objectMode: false }));
  }

  stop(): void {
    this.#stopped.abort();
  }
}

async function* framesOf(
  db: Db,
  webhook: WebhookKey,
  signal: AbortSignal,
  requireCaller: () => Promise<unknown>,
): AsyncGenerator<string> {
  let known = await fingerprint(db, webhook);
  let silent = 0;
  yield 'retry: 3000\n\n';
  for (;;) {
    const isOver = await pause(LOOK_EVERY_MS, false, { signal }).catch(() => true);
    if (isOver) return;
    // Key, session, company and endpoint may be gone by now; an error ends the stream, and the next try is told why.
    const isAllowed = await requireCaller().then(
      () => true,
      () => false,
    );
    if (!isAllowed) return;
    const now = await fingerprint(db, webhook);
    if (now === undefined) return;
    silent = now === known ? silent + 1 : 0;
    if (now !== known) yield 'event: changed\ndata: {}\n\n';
    else if (silent % COMMENT_EVERY === 0) yield ': \n\n';
    known = now;
  }
}

/** Differs whenever something was sent, a replay went on, or the endpoint was changed; undefined: it is gone. */
async function fingerprint(
  db: Db,
  { company_id: companyId, webhook_id: webhookId }: WebhookKey,
): Promise<string | undefined> {
  const { rows } = await sql<{ mark: string }>`
    SELECT concat_ws(' ', w.xmin, p.xmin,
      (SELECT no FROM webhook_attempts a WHERE a.company_id = w.company_id AND a.webhook_id = w.webhook_id
        ORDER BY no DESC LIMIT 1),
      (SELECT string_agg(r.xmin::text, ',' ORDER BY replay_id) FROM webhook_replays r
        WHERE r.company_id = w.company_id AND r.webhook_id = w.webhook_id AND r.ended_at IS NULL),
      (SELECT count(*) FROM webhook_replays r WHERE r.company_id = w.company_id AND r.webhook_id = w.webhook_id)) AS mark
    FROM webhooks w JOIN webhook_progress p USING (company_id, webhook_id)
    WHERE w.company_id = ${companyId} AND w.webhook_id = ${webhookId}`.execute(db);
  return rows[0]?.mark;
}
