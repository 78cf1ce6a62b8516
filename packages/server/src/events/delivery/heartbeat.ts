import { newId } from '../../platform/ids.ts';
import type { EndpointState } from './endpoint-state.ts';
import { noticeBody } from './notice.ts';
import type { Target } from './sender.ts';
import { readBacklog } from '../webhooks/backlog.ts';

/** Nothing else was sent for as long as the endpoint wants to be without a sign: it gets one. */
export async function sendHeartbeat(state: EndpointState, target: Target): Promise<void> {
  const { row } = target.endpoint;
  const { db } = state.delivery.platform;
  const atMs = state.now();
  state.heartbeatAtMs = atMs;
  const id = newId('evt', atMs);
  const data = {
    webhookId: row.webhook_id,
    name: row.name,
    cursor: await state.delivery.cursorOf(state.window.cursor),
    backlog: (await readBacklog(db, row)).events,
  };
  const body = noticeBody(target.endpoint, { id, type: 'HEARTBEAT', atMs, data });
  const result = await state.sender.send(target, id, body);
  const outcome = result.ok ? 'DELIVERED' : 'FAILED';
  state.journal.note([], { kind: 'HEARTBEAT', id, outcome, result, attempt: 1, atMs });
  if (result.ok) state.succeeded(0);
}
