import type { EndpointState } from './endpoint-state.ts';
import { noticeBody } from './notice.ts';

/**
 * The log does not keep these numbers any more. The endpoint is told once how many it has lost, before anything that
 * follows; true when it was.
 */
export async function crossGap(state: EndpointState, from: number, to: number): Promise<boolean> {
  const target = await state.target();
  if (!target) return false;
  // The same gap has the same id, however often it is told.
  const id = `evt_gap${state.key.webhook_id.slice(4)}${from}`;
  const data = { from, to, count: to - from + 1 };
  const body = noticeBody(target.endpoint, { id, type: 'GAP', atMs: state.now(), data });
  const result = await state.sender.send(target, id, body);
  const outcome = result.ok ? 'DELIVERED' : 'FAILED';
  state.journal.note([], { kind: 'GAP', id, outcome, result, attempt: 1, atMs: state.now() });
  if (result.ok) state.succeeded(0);
  else if (target.endpoint.row.delivery === 'AT_LEAST_ONCE') {
    if (result.httpStatus === 410) await state.hooks.pause('GONE');
    else await state.failed(1, result.retryAfterMs);
    return false;
  }
  state.window.skipTo(to);
  state.hooks.changed();
  return true;
}
