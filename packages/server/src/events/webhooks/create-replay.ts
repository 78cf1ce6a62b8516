import { RUNNING_REPLAYS_MAX, type Replay, type ReplayOrder } from '@hearthgate/wire';
import { lockInService } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Db } from '../../platform/database/database.ts';
import { newId, timeOfId } from '../../platform/ids.ts';
import type { ReplayRow, WebhookRow } from '../tables.ts';
import { noteChange, requireWebhook, type WebhookContext } from './context.ts';
import * as store from './replay-store.ts';
import { viewReplay } from './replay-view.ts';

/** Counting more would take seconds; who needs more asks for one range after the other. */
const EVENTS_MAX = 1_000_000;

type Chosen = Pick<ReplayRow, 'from_seq' | 'to_seq' | 'seqs' | 'total'>;

/**
 * Sends events of the log once more, beside what is delivered anyway. A range is one of times, of when events were logged:
 * that is what somebody knows of an outage, while the envelope shows no position in the log.
 */
export async function createReplay(
  context: WebhookContext,
  { webhookId, order }: { webhookId: string; order: ReplayOrder },
): Promise<Replay> {
  const { events, caller } = context;
  const { transact, clock } = events.platform;
  return transact(async (unit) => {
    await lockInService(unit, caller.companyId);
    const webhook = await requireWebhook(context, unit.tx, webhookId);
    const running = (await store.replaysOf(unit.tx, webhook)).filter((replay) => replay.ended_at === null);
    if (running.length >= RUNNING_REPLAYS_MAX)
      throw new AppError('limit-reached', { maximum: RUNNING_REPLAYS_MAX });
    const chosen = await choose(unit.tx, webhook, order);
    const now = new Date(clock.now());
    const isEmpty = chosen.total === 0;
    const row = {
      company_id: caller.companyId,
      webhook_id: webhookId,
      replay_id: newId('rpl'),
      ...chosen,
      next_seq: isEmpty ? chosen.to_seq + 1 : chosen.from_seq,
      created_at: now,
      ended_at: isEmpty ? now : null,
    };
    await store.insertReplay(unit.tx, row);
    await noteChange(context, unit, webhook, 'WEBHOOK_REPLAYED', {
      replayId: row.replay_id,
      total: row.total,
    });
    return viewReplay({ ...row, delivered: 0, failed: 0, withheld: 0 });
  });
}

async function choose(tx: Db, webhook: WebhookRow, { from, to, ids }: ReplayOrder): Promise<Chosen> {
  const isRange = from !== undefined && to !== undefined && ids === undefined;
  if (isRange) return range(tx, webhook, from, to);
  if (ids && from === undefined && to === undefined) return single(tx, webhook, ids);
  throw invalid('', 'give either from and to, or ids');
}

async function range(tx: Db, webhook: WebhookRow, from: string, to: string): Promise<Chosen> {
  const [start, end] = [new Date(from), new Date(to)];
  if (start > end) throw invalid('/to', 'is before from');
  const seqs = await store.seqsBetween(tx, webhook.company_id, start, end);
  if (!seqs) return { from_seq: 0, to_seq: 0, seqs: null, total: 0 };
  const total = await store.countEvents(tx, webhook, seqs, EVENTS_MAX + 1);
  if (total > EVENTS_MAX)
    throw invalid('/to', `more than ${EVENTS_MAX} events; ask for one shorter range after the other`);
  return { from_seq: seqs.first, to_seq: seqs.last, seqs: null, total };
}

async function single(
  tx: Db,
  { company_id: companyId }: WebhookRow,
  ids: readonly string[],
): Promise<Chosen> {
  const times = new Set(ids.map(timeOfId).filter((time) => time !== undefined));
  const found = await store.seqsOf(
    tx,
    companyId,
    ids,
    [...times].map((time) => new Date(time)),
  );
  const unknown = ids.filter((id) => !found.has(id));
  if (unknown.length > 0) throw new AppError('not-found', { ids: unknown });
  const seqs = [...found.values()].toSorted((a, b) => a - b);
  return { from_seq: seqs[0] ?? 0, to_seq: seqs.at(-1) ?? 0, seqs, total: seqs.length };
}

function invalid(pointer: string, message: string): AppError {
  return new AppError('request-invalid', { errors: [{ pointer, message }] });
}
