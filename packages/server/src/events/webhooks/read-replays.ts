import type { Replay } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { Db } from '../../platform/database/database.ts';
import type { ReplayRow } from '../tables.ts';
import { requireWebhook, type WebhookContext } from './context.ts';
import { findReplay, replaysOf } from './replay-store.ts';
import { viewReplay } from './replay-view.ts';

export interface ReplayInput {
  readonly webhookId: string;
  readonly replayId: string;
}

/** The running ones and the newest hundred that have ended, newest first. */
export async function readReplays(
  context: WebhookContext,
  webhookId: string,
): Promise<{ items: Replay[]; nextCursor: null }> {
  const { db } = context.events.platform;
  const webhook = await requireWebhook(context, db, webhookId);
  return { items: (await replaysOf(db, webhook)).map(viewReplay), nextCursor: null };
}

export async function readReplay(context: WebhookContext, input: ReplayInput): Promise<Replay> {
  return viewReplay(await requireReplay(context, context.events.platform.db, input));
}

/** The replay of the company's own endpoint. */
export async function requireReplay(
  context: WebhookContext,
  db: Db,
  { webhookId, replayId }: ReplayInput,
): Promise<ReplayRow> {
  const replay = await findReplay(db, await requireWebhook(context, db, webhookId), replayId);
  if (!replay) throw new AppError('not-found');
  return replay;
}
