import { setTimeout as sleep } from 'node:timers/promises';
import type { HearthgateEvent } from '@hearthgate/sdk';
import { connect } from '../api/connect.ts';
import { platformNowMs } from '../api/platform-time.ts';
import { typesOf } from '../events/event-types.ts';
import { endOfLog, follow } from '../events/read-log.ts';
import { momentOf } from '../shell/duration.ts';
import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { screen as terminal, type Screen } from '../shell/screen.ts';
import { stopSignal } from '../shell/stop-signal.ts';
import { LISTEN } from './help.ts';
import { Lanes } from './lanes.ts';
import { deliveryLine } from './lines.ts';
import { post, type Posted } from './post.ts';
import { signingSecret } from './secret.ts';

/** As many gateways at once as the platform sends for. */
const LANES_MAX = 32;
/** While nobody listens at the receiver's address. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2_000;

/** `hearthgate listen`. */
export async function runListen(
  args: string[],
  screen: Screen = terminal,
  env: NodeJS.ProcessEnv = process.env,
  stopped: () => Promise<void> = stopSignal,
): Promise<void> {
  const { values } = parseCall(LISTEN, args);
  const target = targetOf(values['forward-to']);
  const type = typesOf(values.events);
  const { secret, from: source } = await signingSecret(env);
  const { client, url } = await connect(values.url, env, screen);
  const place =
    values.since === undefined
      ? { cursor: await endOfLog(client) }
      : { from: momentOf('--since', values.since, await platformNowMs(url)) };
  if (values.json)
    screen.print(JSON.stringify({ kind: 'listening', platform: url, forwardTo: target, secret }));
  else {
    screen.note(`Events of ${url} go to ${target}; Ctrl-C ends.`);
    screen.note(`They are signed with ${secret} (${source}).`);
  }

  const stop = new AbortController();
  void stopped().then(() => stop.abort());
  const receiver = new Receiver(target, secret, screen, stop.signal);
  const lanes = new Lanes(LANES_MAX);
  const counts = { taken: 0, refused: 0 };
  const selection = { type, gatewayId: values.gateway, ...place };
  for await (const event of follow(client, selection, screen, stop.signal)) {
    await lanes.add(event.gatewayid ?? '', async () => {
      const sent = await receiver.send(event);
      if (!sent) return;
      const isTaken = sent.status !== undefined && sent.status >= 200 && sent.status < 300;
      counts[isTaken ? 'taken' : 'refused'] += 1;
      screen.print(deliveryLine(event, sent, isTaken, values.json));
    });
  }
  await lanes.ended();
  screen.note(`${counts.taken} taken over, ${counts.refused} not.`);
}

/** Waits while nobody is there, and says so once. */
class Receiver {
  readonly #url: string;
  readonly #secret: string;
  readonly #screen: Screen;
  readonly #signal: AbortSignal;
  #isAway = false;

  constructor(url: string, secret: string, screen: Screen, signal: AbortSignal) {
    this.#url = url;
    this.#secret = secret;
    this.#screen = screen;
    this.#signal = signal;
  }

  /** Undefined: it was not reached before the end. */
  async send(event: HearthgateEvent): Promise<Posted | undefined> {
    const body = JSON.stringify(event);
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
      if (this.#signal.aborted) return undefined;
      const sent = await post(this.#url, this.#secret, event.id, body);
      this.#note(sent);
      if (!sent.isAway) return sent;
      await sleep(pauseMs, undefined, { signal: this.#signal }).catch(() => undefined);
    }
  }

  #note({ isAway, error }: Posted): void {
    if (isAway === this.#isAway) return;
    this.#isAway = isAway;
    this.#screen.note(
      isAway
        ? `Nobody listens at ${this.#url} (${error}); events wait until somebody does.`
        : `The receiver at ${this.#url} is there.`,
    );
  }
}

function targetOf(text: string | undefined): string {
  if (text === undefined)
    throw new UsageError(
      'where to? Give --forward-to http://localhost:3000/hooks; "hearthgate events tail" only shows the events',
    );
  const protocol = URL.parse(text)?.protocol;
  if (protocol === 'http:' || protocol === 'https:') return text;
  throw new UsageError(`--forward-to "${text}" is not an address like http://localhost:3000/hooks`);
}
