import { PassThrough } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newestOpenRegistration, registrationView } from '../../../access/index.ts';
import { listImports } from '../../../gateways/index.ts';
import { AppError } from '../../../platform/app-error.ts';
import type { Portals } from '../../portals.ts';

/** How often operators are told what is new. */
const TICK_MS = 2_000;
/** Consoles that are open at once, of all operators; each costs a socket. */
const STREAMS_MAX = 100;
/** What does not read by then is cut off: what it would read is old. */
const BUFFER_BYTES = 256 * 1024;

interface Open {
  readonly request: FastifyRequest;
  readonly out: PassThrough;
  /** What it was told last, by name. */
  readonly told: Map<string, string>;
}

/** The streams of all operators: one measurement for all of them, and only while somebody looks. */
export class OperatorStreams {
  readonly #portals: Portals;
  readonly #open = new Set<Open>();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(portals: Portals) {
    this.#portals = portals;
  }

  async open(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (this.#isStopped) throw new AppError('overloaded');
    if (this.#open.size >= STREAMS_MAX) throw new AppError('limit-reached', { maximum: STREAMS_MAX });
    // Gone while the session was looked at, whose `close` has passed already.
    if (reply.raw.destroyed) return reply;
    const out = new PassThrough({ highWaterMark: BUFFER_BYTES });
    const open: Open = { request, out, told: new Map() };
    this.#open.add(open);
    reply.raw.once('close', () => this.#end(open));
    await this.#tell([open]);
    if (reply.raw.destroyed) return reply;
    this.#tickLater();
    return reply
      .type('text/event-stream')
      .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' })
      .send(out);
  }

  /** Ends all of them, so that the server can stop. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const open of this.#open) this.#end(open);
  }

  async #tick(): Promise<void> {
    const all = [...this.#open];
    // Who was signed out or removed meanwhile learns nothing more.
    await Promise.all(all.map((open) => this.#check(open)));
    await this.#tell([...this.#open]).catch((error: unknown) =>
      this.#portals.log.warn({ err: error }, 'operators were not told how the platform is'),
    );
    this.#timer = undefined;
    this.#tickLater();
  }

  #tickLater(): void {
    if (this.#open.size === 0 || this.#isStopped) return;
    this.#timer ??= setTimeout(() => void this.#tick(), TICK_MS);
  }

  async #check(open: Open): Promise<void> {
    const session = await this.#portals.operators.sessionOf(open.request).catch(() => undefined);
    // Undefined: the database is away, which ends no session.
    const isOver = session === null || (session && session.expiresAt.getTime() < Date.now());
    if (isOver || open.out.writableLength > BUFFER_BYTES) this.#end(open);
  }

  async #tell(streams: readonly Open[]): Promise<void> {
    if (streams.length === 0) return;
    const news = await this.#news();
    for (const open of streams) {
      // Ended while the news was read.
      if (!this.#open.has(open)) continue;
      const { out, told } = open;
      for (const [name, data] of news) {
        const text = JSON.stringify(data);
        if (told.get(name) === text) continue;
        told.set(name, text);
        out.write(`event: ${name}\ndata: ${text}\n\n`);
      }
    }
  }

  async #news(): Promise<readonly (readonly [name: string, data: unknown])[]> {
    const { gateways, access, health } = this.#portals;
    const [state, imports, registration] = await Promise.all([
      health.read(),
      listImports(gateways),
      newestOpenRegistration(access.db),
    ]);
    return [
      ['health', state],
      ['imports', imports.items],
      ['registration', registration ? registrationView(registration) : null],
    ];
  }

  #end(open: Open): void {
    this.#open.delete(open);
    open.out.end();
  }
}
