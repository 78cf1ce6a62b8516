import type { EndpointState } from './endpoint-state.ts';
import { asBody } from './send-events.ts';

/**
 * The log does not keep these numbers any more. The endpoint is told once how many it has lost, before anything that
 * follows; true when it was.
 */
export async function crossGap(state: EndpointState, from: number, to: number): Promise<boolean> {
  const target = await state.target();
  if (!target) return false;
  const { company_id: companyId, webhook_id: webhookId } = state.key;
  // The same gap has the same id, however often it is told.
  const id = `evt_gap${webhookId.slice(4)}${from}`;
  const text = JSON.stringify({
    specversion: '1.0',
    id,
    source: `/companies/${companyId}`,
    type: 'GAP',
    time: new Date(state.now()).toISOString(),
    datacontenttype: 'application/json',
    companyid: companyId,
    data: { from, to, count: to - from + 1 },
  });
  const result = await state.sender.send(target, id, asBody(target.endpoint, text));
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
