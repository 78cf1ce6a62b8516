import type { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../platform/app-error.ts';

/** Calls that are under way get this long to end before the world is made anew without them, real time. */
const GRACE_MS = 2_000;
/** A call that comes meanwhile waits no longer. */
const WAIT_MAX_MS = 30_000;
const LOOK_EVERY_MS = 10;
/** Deliveries and health go on; who asks for the same joins in. */
const EXEMPT = new Set(['/sandbox/inbox/receive', '/sandbox/reset', '/health/live', '/health/ready']);

/** While the world is made anew, calls wait in front of it. */
export class Gate {
  readonly #open = new Set<ServerResponse>();
  #closed: Promise<void> | undefined;

  guard(app: FastifyInstance): void {
    const enter = (response: ServerResponse) => {
      this.#open.add(response);
      response.once('close', () => this.#open.delete(response));
    };
    app.addHook('onRequest', (request, { raw }, done) => {
      // What makes the world calls from inside, without a socket.
      const isInside = !(request.raw.socket instanceof Socket);
      if (isInside || EXEMPT.has(request.routeOptions.url ?? '')) return done();
      if (!this.#closed) {
        enter(raw);
        return done();
      }
      this.#wait(this.#closed).then(() => {
        enter(raw);
        done();
      }, done);
    });
  }

  /** Does the work when the calls under way have ended, or were given their time; no other comes in meanwhile. */
  async whileClosed<T>(work: () => Promise<T>): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closed = promise;
    try {
      const deadline = performance.now() + GRACE_MS;
      while ([...this.#open].some(isCall) && performance.now() < deadline) await sleep(LOOK_EVERY_MS);
      return await work();
    } finally {
      this.#closed = undefined;
      resolve();
    }
  }

  async #wait(closed: Promise<void>): Promise<void> {
    const late = new AbortController();
    const tooLong = sleep(WAIT_MAX_MS, late.signal).then(() => {
      throw new AppError('overloaded', {}, { 'retry-after': '2' });
    });
    try {
      await Promise.race([closed, tooLong]);
    } finally {
      late.abort();
    }
  }
}

/** A stream does not end by itself. */
function isCall(response: ServerResponse): boolean {
  return !String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
}

/** Never resolves once it is aborted. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}
