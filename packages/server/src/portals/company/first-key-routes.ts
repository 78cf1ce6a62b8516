import type { FastifyInstance, FastifyReply } from 'fastify';
import Type from 'typebox';
import { FirstKey, ours } from '@hearthgate/wire';
import { secureAddress, strangerAt, type Access } from '../../access/index.ts';
import type { Events } from '../../events/index.ts';
import { FIRST_KEY_PAGE, FIRST_KEY_SCRIPT, FIRST_KEY_STYLE } from './first-key-page.ts';
import { getFirstKey } from './get-first-key.ts';

const Body = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);

/** Only these files and this server's answer; nothing inline, nothing framed, no address told to others. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
    "frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const;

/** The page of a first-key link. It asks for a press of a button, so that what previews links does not use them up. */
export function addFirstKeyRoutes(app: FastifyInstance, context: { access: Access; events: Events }): void {
  const { access } = context;
  const onRequest = (request: { raw: Parameters<typeof secureAddress>[1] }) =>
    strangerAt(access, secureAddress(access, request.raw)).count();
  const hidden = { onRequest, schema: { hide: true } };
  const send = (reply: FastifyReply, type: string, text: string) =>
    reply.type(`${type}; charset=utf-8`).headers(PAGE_HEADERS).send(text);

  app.get('/company/first-key', hidden, (_request, reply) => send(reply, 'text/html', FIRST_KEY_PAGE));
  app.get('/company/first-key.js', hidden, (_request, reply) =>
    send(reply, 'text/javascript', FIRST_KEY_SCRIPT),
  );
  app.get('/company/first-key.css', hidden, (_request, reply) => send(reply, 'text/css', FIRST_KEY_STYLE));

  app.post<{ Body: Type.Static<typeof Body> }>(
    '/company/first-key',
    {
      onRequest,
      schema: {
        tags: ['Registration'],
        summary: 'Use a first-key link: makes a key and shows it once',
        ...ours,
        body: Body,
        response: { 200: FirstKey },
      },
    },
    (request) => getFirstKey(context, request.body),
  );
}
