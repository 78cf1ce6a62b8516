import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OwnerStream, type OwnerReaders } from '../../events/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { problemDocument } from '../../platform/http/problem.ts';
import { ownerOf, type OwnerSessions } from './owner-gate.ts';

/** Open streams of one owner: tabs and devices of a household, too few to hold memory. */
const STREAMS_MAX = 10;
/** A stream ends within this after its session. */
const CHECK_MS = 1_000;
/** What does not take its last frame by then is cut off. */
const GRACE_MS = 2_000;
/** Text that waits in front of the socket. */
const BUFFER_BYTES = 64 * 1024;

/** All live streams of owners at this server. */
export class OwnerStreams {
  readonly #readers: OwnerReaders;
  readonly #sessions: OwnerSessions;
  readonly #open = new Map<OwnerStream, FastifyReply['raw']>();
  #isStopped = false;

  constructor(readers: OwnerReaders, sessions: OwnerSessions) {
    this.#readers = readers;
    this.#sessions = sessions;
  }

  open(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { ownerId, account } = ownerOf(request);
    if (this.#isStopped) throw new AppError('overloaded');
    if (this.#readers.countOf(ownerId) >= STREAMS_MAX)
      throw new AppError('limit-reached', { maximum: STREAMS_MAX });
    const stream = new OwnerStream({
      ownerId,
      language: account.language,
      refusal: () => this.#refusal(request, ownerId),
      mayHear: (gatewayId, at) => this.#readers.mayHear(ownerId, gatewayId, at),
      problem: (refusal) => problemDocument(refusal, request),
    });
    // Gone while it was looked at, whose `close` has passed already.
    if (reply.raw.destroyed) return reply;
    this.#open.set(stream, reply.raw);
    const silence = this.#readers.add(stream);
    const watch = setInterval(() => void this.#watch(stream, request, ownerId), CHECK_MS);
    reply.raw.once('close', () => {
      clearInterval(watch);
      silence();
      stream.close();
      this.#open.delete(stream);
    });
    return reply
      .type('text/event-stream')
      .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' })
      .send(Readable.from(stream.frames(), { objectMode: false, highWaterMark: BUFFER_BYTES }));
  }

  /** Ends all of them, so that the server can stop. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const ends = [...this.#open].map(
      ([stream, response]) =>
        new Promise((resolve) => {
          response.once('close', resolve);
          stream.close();
          this.#cutOffLater(response);
        }),
    );
    await Promise.all(ends);
  }

  async #refusal(request: FastifyRequest, ownerId: string): Promise<AppError | undefined> {
    const session = await this.#sessions.sessionOf(request);
    const account = session && (await ownerOf(request).access.owners.get(session.userId));
    return account?.owner_id === ownerId ? undefined : new AppError('sign-in-required');
  }

  async #watch(stream: OwnerStream, request: FastifyRequest, ownerId: string): Promise<void> {
    // What cannot be looked up now is looked up before the next piece, which ends the stream when it fails.
    const refusal = await this.#refusal(request, ownerId).catch(() => undefined);
    if (!refusal) return;
    stream.wake();
    const response = this.#open.get(stream);
    if (response) this.#cutOffLater(response);
  }

  #cutOffLater(response: FastifyReply['raw']): void {
    setTimeout(() => response.destroy(), GRACE_MS).unref();
  }
}
