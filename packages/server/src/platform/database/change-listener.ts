import { Client, type ClientConfig } from 'pg';
import { monotonic, type Monotonic } from '../clock.ts';
import type { Log } from '../log.ts';
import { CHANGES_CHANNEL, type Announcement, type SharedCaches } from './shared-caches.ts';

/** The node writes to itself this often: an echo proves that it hears of everything committed before it was sent. */
const ECHO_EVERY_MS = 300;
/** Without an echo for this long the caches are not believed; so long at most a right that was revoked elsewhere lives on. */
const LOST_AFTER_MS = 1_000;
const RECONNECT_AFTER_MS = 250;
const CONNECT_TIMEOUT_MS = 5_000;

/** Hears what other nodes changed, and notices when it does not. */
export class ChangeListener {
  readonly #connection: ClientConfig;
  readonly #caches: SharedCaches;
  readonly #log: Log;
  readonly #monotonic: Monotonic;
  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #wasHearing = false;
  /** When the newest echo that came back was sent, monotonic milliseconds. */
  #echoSentMs = Number.NEGATIVE_INFINITY;

  constructor(connection: ClientConfig, caches: SharedCaches, log: Log, time: Monotonic = monotonic) {
    this.#connection = connection;
    this.#caches = caches;
    this.#log = log;
    this.#monotonic = time;
  }

  /** Resolves when changes are heard; a database that is away is tried again later. */
  async start(): Promise<void> {
    this.#caches.joinNodes(() => this.isHearing());
    await this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined);
  }

  isHearing(): boolean {
    const hears = this.#monotonic() - this.#echoSentMs < LOST_AFTER_MS;
    if (!hears && this.#wasHearing) {
      this.#wasHearing = false;
      this.#log.warn('changes of other nodes are not heard: access is read from the database until they are');
    }
    return hears;
  }

  async #connect(): Promise<void> {
    const client = new Client({
      ...this.#connection,
      application_name: 'hearthgate changes',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: LOST_AFTER_MS,
      keepAlive: true,
    });
    this.#client = client;
    client.on('notification', ({ payload = '' }) => this.#hear(payload));
    client.on('error', (error) => this.#reconnect(client, error));
    client.on('end', () => this.#reconnect(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANGES_CHANNEL}`);
      await this.#echo(client);
    } catch (error) {
      this.#reconnect(client, error);
    }
  }

  async #echo(client: Client): Promise<void> {
    const echo = JSON.stringify({ node: this.#caches.node, sentMs: this.#monotonic() });
    await client.query('SELECT pg_notify($1, $2)', [CHANGES_CHANNEL, echo]);
    if (this.#stopped || client !== this.#client) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#echo(client).catch((error: unknown) => this.#reconnect(client, error));
    }, ECHO_EVERY_MS);
    this.#timer.unref();
  }

  /** A new connection knows nothing of what happened meanwhile, so the first echo after a gap empties the caches. */
  #hear(payload: string): void {
    const message = JSON.parse(payload) as Announcement | { node: string; sentMs: number };
    if ('changes' in message) return this.#caches.hear(message);
    if (message.node !== this.#caches.node) return;
    if (!this.isHearing()) this.#caches.missed();
    this.#echoSentMs = message.sentMs;
    this.#wasHearing = true;
  }

  /** What was remembered may have changed unheard: the caches are not believed again before the next echo. */
  #reconnect(client: Client, error?: unknown): void {
    if (this.#stopped || client !== this.#client) return;
    this.#client = undefined;
    this.#echoSentMs = Number.NEGATIVE_INFINITY;
    if (error !== undefined) this.#log.debug({ err: error }, 'the connection for changes was lost');
    void client.end().catch(() => undefined);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), RECONNECT_AFTER_MS);
    this.#timer.unref();
  }
}
