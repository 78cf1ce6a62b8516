import type { FastifyReply } from 'fastify';
import { andThen, type Soon } from '../../platform/soon.ts';
import type { Hvac } from '../hvac.ts';
import type { Shown } from './answers.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Answers with what is shown, as text that is kept for who asks again. */
export function sendShown<T extends object>(
  hvac: Hvac,
  reply: FastifyReply,
  shown: Soon<Shown<T>>,
): Soon<void> {
  return andThen(shown, (one) => {
    // What is shown depends on no query, and any number of them may be made up.
    const { url } = reply.request;
    const end = url.indexOf('?');
    const path = end < 0 ? url : url.slice(0, end);
    // Every serializer of this server makes text.
    const text = hvac.answers.text(one, path, (view) => reply.serialize(view) as string);
    void reply.header('content-type', JSON_TYPE).send(text);
  });
}
