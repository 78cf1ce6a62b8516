import type { QueryClient } from '@tanstack/react-query';
import { refresh } from '../../lib/queries.ts';
import type { StreamEvent } from '../../lib/sse.ts';

/** What happens in a large fleet comes in bursts: what they make old is read once for each of these. */
const TOGETHER_MS = 1_000;

let due: Set<string> | undefined;

/** What an event makes old; what is not shown now is only marked so. */
export function onEvent({ type, data }: StreamEvent, queries: QueryClient): void {
  const paths = pathsOf(type, gatewayOf(data));
  if (due) {
    for (const path of paths) due.add(path);
    return;
  }
  const waiting = new Set(paths);
  due = waiting;
  setTimeout(() => {
    due = undefined;
    void refresh(queries, ...waiting);
  }, TOGETHER_MS);
}

function pathsOf(type: string, gatewayId: string | undefined): string[] {
  const system = gatewayId === undefined ? [] : [`/hvacs/${gatewayId}`];
  switch (type) {
    case 'CONTRACT_STATUS':
    case 'CONSENT_OUTDATED':
      return [...system, '/pro/fleet', '/contracts'];
    case 'CONNECTIVITY_STATUS':
    case 'APPLIANCE_STATUS':
      return [...system, '/pro/fleet'];
    case 'API_KEY_CREATED':
    case 'API_KEY_REMOVED':
    case 'API_KEY_EXPIRING':
      return ['/api-keys'];
    case 'WEBHOOK_PAUSED':
      return ['/webhooks'];
    default:
      return system;
  }
}

function gatewayOf(data: string): string | undefined {
  const event = JSON.parse(data) as { gatewayid?: string };
  return event.gatewayid;
}
