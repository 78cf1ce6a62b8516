import { setTimeout as sleep } from 'node:timers/promises';
import type { Hearthgate, Webhook } from '@hearthgate/sdk';
import type { Api } from '../api/connect.ts';
import { platformNowMs } from '../api/platform-time.ts';
import { momentOf } from '../shell/duration.ts';
import { UsageError } from '../shell/errors.ts';
import { json, type Screen } from '../shell/screen.ts';

const POLL_MS = 1_000;

interface Wish {
  readonly webhook: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly ids: string | undefined;
  readonly json: boolean;
}

/** `hearthgate events replay`: begins it and stays until it is done. */
export async function replay({ client, url }: Api, screen: Screen, wish: Wish): Promise<void> {
  const order = await orderOf(wish, url);
  const { webhookId, name } = await find(client, wish.webhook);
  let state = await client.webhooks.replay(webhookId, order);
  while (state.status === 'RUNNING') {
    screen.progress(`${state.delivered + state.failed + state.withheld} of ${state.total} events`);
    await sleep(POLL_MS);
    state = await client.webhooks.replayState(webhookId, state.replayId);
  }
  screen.progress('');
  const { total, delivered, failed, withheld, status } = state;
  screen.print(
    wish.json
      ? json(state)
      : `Sent again to ${name}: ${delivered} of ${total} events delivered, ${failed} failed, ${withheld} withheld.`,
  );
  if (status === 'CANCELLED') throw new Error(`the replay ${state.replayId} was cancelled by somebody`);
  if (failed > 0)
    throw new Error(
      `${failed} events were not taken over: GET /webhooks/${webhookId}/attempts says what was answered`,
    );
}

async function orderOf({ from, to, ids }: Wish, url: string) {
  if (ids !== undefined) {
    if (from !== undefined || to !== undefined)
      throw new UsageError('give a span with --from and --to, or single events with --ids');
    return { ids: ids.split(',').map((id) => id.trim()) };
  }
  if (from === undefined) throw new UsageError('replay what? Give --from WHEN, or --ids with single events');
  const nowMs = await platformNowMs(url);
  return {
    from: momentOf('--from', from, nowMs),
    to: to === undefined ? new Date(nowMs).toISOString() : momentOf('--to', to, nowMs),
  };
}

async function find(client: Hearthgate, wished: string): Promise<Webhook> {
  const all = await client.webhooks.list();
  const found = all.find(({ webhookId, name }) => webhookId === wished || name === wished);
  if (found) return found;
  const names = all.map(({ webhookId, name }) => `${name} (${webhookId})`).join(', ') || 'none';
  throw new Error(`the company has no endpoint "${wished}"; it has ${names}`);
}
