import { memoryCheckpoint, type Hearthgate, type HearthgateEvent } from '@hearthgate/sdk';
import type { LoggedEventType } from '@hearthgate/sdk';
import type { Screen } from '../shell/screen.ts';

/** Later than anything that is logged: what comes first behind it is the end of the log. */
const END_OF_TIME = '9999-01-01T00:00:00Z';
const PAGE_LIMIT = 500;

export interface Selection {
  readonly type?: readonly LoggedEventType[] | undefined;
  readonly gatewayId?: string | undefined;
}

/** The place behind the newest event. */
export async function endOfLog(client: Hearthgate, options: { signal?: AbortSignal } = {}): Promise<string> {
  return (await client.events.page({ from: END_OF_TIME, limit: 1 }, options)).nextCursor;
}

/** Every event from a place on, then each when it is recorded; through restarts of the platform. */
export async function* follow(
  client: Hearthgate,
  { cursor, from, ...selection }: Selection & { cursor?: string | undefined; from?: string | undefined },
  { note }: Pick<Screen, 'note'>,
  signal: AbortSignal,
): AsyncGenerator<HearthgateEvent, void, undefined> {
  let isBroken = false;
  const log = client.events.read({
    ...selection,
    checkpoint: memoryCheckpoint(cursor),
    from,
    signal,
    onRetry: ({ message }) => {
      if (!isBroken) note(`${message}; trying again until it is back`);
      isBroken = true;
    },
    onGap: ({ gatewayId, last, expected }) =>
      note(`events of ${gatewayId} are missing: ${last} came last, ${expected} should have come next`),
  });
  for await (const event of log) {
    isBroken = false;
    yield event;
  }
}

/** Page by page to the present end of the log. */
export async function* readToEnd(
  client: Hearthgate,
  { cursor, from, type, gatewayId }: Selection & { cursor?: string | undefined; from?: string | undefined },
): AsyncGenerator<HearthgateEvent, string, undefined> {
  const filter = {
    ...(type && { type: [...type] }),
    ...(gatewayId !== undefined && { gatewayId }),
    limit: PAGE_LIMIT,
  };
  let place: { cursor?: string; from?: string } =
    cursor !== undefined ? { cursor } : from !== undefined ? { from } : {};
  for (;;) {
    const { items, nextCursor, hasMore } = await client.events.page({ ...filter, ...place });
    yield* items;
    if (!hasMore) return nextCursor;
    place = { cursor: nextCursor };
  }
}
