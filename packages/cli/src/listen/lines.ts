import type { HearthgateEvent } from '@hearthgate/sdk';
import { styled } from '../shell/screen.ts';
import type { Posted } from './post.ts';

const TYPE_WIDTH = 'CONNECTIVITY_STATUS'.length;
const GATEWAY_WIDTH = '101000001'.length;

/** One event at the receiver: its time, type and gateway, what was answered, how long that took. */
export function deliveryLine(
  event: HearthgateEvent,
  { status, error, ms }: Posted,
  isTaken: boolean,
  asJson: boolean,
): string {
  const { id, type, gatewayid } = event;
  if (asJson)
    return JSON.stringify({
      kind: 'event',
      id,
      type,
      gatewayId: gatewayid ?? null,
      taken: isTaken,
      status: status ?? null,
      error: error ?? null,
      ms,
    });
  const answer = styled(isTaken ? 'green' : 'red', String(status ?? 'FAIL'));
  const cells = [event.time, type.padEnd(TYPE_WIDTH), (gatewayid ?? '-').padEnd(GATEWAY_WIDTH), answer];
  return `${cells.join('  ')}  ${`${ms}`.padStart(5)} ms  ${id}${error === undefined ? '' : `  ${error}`}`;
}
