import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { Soon } from '../soon.ts';

/** A hook that is waited for only where it waits: one that is a promise costs more than most checks. */
export function soonHook(check: (request: FastifyRequest, reply: FastifyReply) => Soon<void>) {
  return (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    let checked: Soon<void>;
    try {
      checked = check(request, reply);
    } catch (error) {
      return done(error as Error);
    }
    if (checked instanceof Promise) checked.then(() => done(), done);
    else done();
  };
}
