import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Brand } from '@hearthgate/wire';
import { wishedTheme } from '../../platform/http/chosen.ts';
import { PAGE_HEADERS } from '../../platform/http/page-headers.ts';
import { htmlAttributes, wishedLanguage } from './wishes.ts';

const NOT_BUILT = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>The portals are not built</title></head>
<body><h1>The portals are not built</h1><p>Run <code>npm run build</code> where this server is installed, then start it again.
The API works without them.</p></body></html>
`;

/** A portal's page as this browser wants it: language, brand and theme stand on `html` from the first byte. */
export function sendPortal(
  request: FastifyRequest,
  reply: FastifyReply,
  page: ((attributes: string) => string) | null,
  brand: Brand | null,
): FastifyReply {
  reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').serializer(String);
  if (!page) return reply.code(503).send(NOT_BUILT);
  const language = wishedLanguage(request);
  return reply
    .header('content-language', language)
    .send(page(htmlAttributes({ language, brand, theme: wishedTheme(request) })));
}
