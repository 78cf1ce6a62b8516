import type { HearthgateEvent } from '@hearthgate/sdk';
import type { Api } from '../api/connect.ts';
import { platformNowMs } from '../api/platform-time.ts';
import { momentOf } from '../shell/duration.ts';
import { UsageError } from '../shell/errors.ts';
import type { Screen } from '../shell/screen.ts';
import { eventLine } from './event-line.ts';
import { typesOf } from './event-types.ts';
import { endOfLog, follow, readToEnd } from './read-log.ts';

interface Wish {
  readonly events: string | undefined;
  readonly gateway: string | undefined;
  readonly since: string | undefined;
  readonly cursor: string | undefined;
  readonly once: boolean;
  readonly json: boolean;
}

/** `hearthgate events tail`. */
export async function tail(
  { client, url }: Api,
  screen: Screen,
  { events, gateway, since, cursor, once, json }: Wish,
  stopped: () => Promise<void>,
): Promise<void> {
  if (since !== undefined && cursor !== undefined)
    throw new UsageError('--since and --cursor both say where to begin; give one of them');
  const from = since === undefined ? undefined : momentOf('--since', since, await platformNowMs(url));
  const selection = { type: typesOf(events), gatewayId: gateway };
  const show = (event: HearthgateEvent) => screen.print(json ? JSON.stringify(event) : eventLine(event));
  if (once) {
    const log = readToEnd(client, { ...selection, from, cursor });
    let step = await log.next();
    for (; !step.done; step = await log.next()) show(step.value);
    return screen.note(`The end of the log. What comes later: --cursor ${step.value}`);
  }
  const stop = new AbortController();
  void stopped().then(() => stop.abort());
  const place = from === undefined ? { cursor: cursor ?? (await endOfLog(client)) } : { from };
  screen.note('Waiting for events; Ctrl-C ends.');
  for await (const event of follow(client, { ...selection, ...place }, screen, stop.signal)) show(event);
}
