import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EventStreamQuery } from '@hearthgate/wire';
import { companyOf, identifyCaller, personOf, requireStanding } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { Groups } from '../../platform/groups.ts';
import { asAppError, problemDocument } from '../../platform/http/problem.ts';
import type { Events } from '../events.ts';
import { EventStream } from './event-stream.ts';
import type { EventFilter } from './store.ts';

/**
 * Open streams of one company at this server: enough for its services, too few to hold its memory. People who are signed in
 * have as many each, and take none from the services.
 */
const STREAMS_MAX = 10;
/** A stream ends within this after the right to it. */
const CHECK_MS = 1_000;
/** What does not take its last frame by then is cut off. */
const GRACE_MS = 2_000;
/** Text that waits in front of the socket. */
const BUFFER_BYTES = 64 * 1024;

interface Open {
  readonly stream: EventStream;
  readonly response: FastifyReply['raw'];
}

/** All streams that are open at this server. */
export class EventStreams {
  readonly #events: Events;
  readonly #byAccount = new Groups<string, Open>();
  #isStopped = false;

  constructor(events: Events) {
    this.#events = events;
  }

  async open(request: FastifyRequest, reply: FastifyReply, query: EventStreamQuery): Promise<FastifyReply> {
    const { reader, listeners, platform } = this.#events;
    const caller = companyOf(request);
    const { companyId } = caller;
    const account = personOf(caller) ?? companyId;
    await this.#requireContract(request, query);
    const filter: EventFilter = {
      types: query.type,
      gatewayId: query.gatewayId === undefined ? undefined : Number(query.gatewayId),
    };
    const epoch = await reader.epoch();
    const requireRight = async () => {
      await this.#requireCaller(request);
      await reader.requireEpoch(companyId, epoch);
    };
    const after = await reader.start(companyId, startOf(request, query));
    // An expired cursor is told by status, as long as there is one.
    await reader.read(companyId, after, filter, 1);
    const stream = new EventStream(
      {
        reader,
        caller,
        filter,
        monotonic: platform.monotonic,
        refusal: () => refusalOf(requireRight()),
        end: () => refusalOf(this.#requireContract(request, query)),
        problem: (refusal) => problemDocument(refusal, request),
      },
      after,
    );
    // Gone while it was looked at, whose `close` has passed already.
    if (reply.raw.destroyed) return reply;
    const open = { stream, response: reply.raw };
    const leave = this.#add(account, open);
    const silence = listeners.add(companyId, () => stream.wake());
    const requireContract = () => this.#requireContract(request, query);
    const watch = setInterval(() => void this.#watch(open, [requireRight, requireContract]), CHECK_MS);
    reply.raw.once('close', () => {
      clearInterval(watch);
      silence();
      stream.close();
      leave();
    });
    return reply
      .type('text/event-stream')
      .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' })
      .send(Readable.from(stream.frames(), { objectMode: false, highWaterMark: BUFFER_BYTES }));
  }

  /** Ends all of them, so that the server can stop. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#byAccount.all().map((open) => this.#end(open)));
  }

  #add(account: string, open: Open): () => void {
    if (this.#isStopped) throw new AppError('overloaded');
    if (this.#byAccount.of(account).size >= STREAMS_MAX)
      throw new AppError('limit-reached', { maximum: STREAMS_MAX });
    return this.#byAccount.add(account, open);
  }

  async #watch(open: Open, checks: readonly (() => Promise<void>)[]): Promise<void> {
    const refusals = await Promise.all(checks.map((check) => refusalOf(check())));
    if (refusals.every((refusal) => refusal === undefined)) return;
    open.stream.wake();
    cutOffLater(open);
  }

  #end(open: Open): Promise<void> {
    return new Promise((resolve) => {
      open.response.once('close', resolve);
      open.stream.close();
      cutOffLater(open);
    });
  }

  /** The checks of the gate once more: key, address, company; or session, member, company. */
  async #requireCaller(request: FastifyRequest): Promise<void> {
    await identifyCaller(this.#events.access, request.raw);
  }

  async #requireContract(request: FastifyRequest, { gatewayId }: EventStreamQuery): Promise<void> {
    if (gatewayId !== undefined) await requireStanding(this.#events.access, companyOf(request), gatewayId);
  }
}

async function refusalOf(check: Promise<void>): Promise<AppError | undefined> {
  try {
    await check;
    return undefined;
  } catch (error) {
    return asAppError(error);
  }
}

/** A browser that comes back says where it was in a header, and repeats the address it began with. */
function startOf({ headers }: FastifyRequest, { cursor, from }: EventStreamQuery) {
  const lastEventId = headers['last-event-id'];
  if (typeof lastEventId !== 'string' || lastEventId === '') return { cursor, from };
  return { cursor: lastEventId, pointer: '/headers/last-event-id' };
}

function cutOffLater({ response }: Open): void {
  setTimeout(() => response.destroy(), GRACE_MS).unref();
}
