import type { FastifyReply, FastifyRequest } from 'fastify';
import { LANGUAGES, type Brand, type Language } from '@hearthgate/wire';
import { languageOf } from '../../platform/http/language.ts';

/** Only this server's files; nothing inline, nothing framed, no form that leads elsewhere. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'same-origin',
} as const;

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
  const theme = cookie(request, 'hg-theme');
  const isTheme = theme === 'light' || theme === 'dark';
  const attributes = `lang="${language}" class="${brand ?? 'NONE'}"${isTheme ? ` data-theme="${theme}"` : ''}`;
  return reply.header('content-language', language).send(page(attributes));
}

/** What was chosen in a portal, else what the browser asks for. */
function wishedLanguage(request: FastifyRequest): Language {
  const chosen = cookie(request, 'hg-language');
  return LANGUAGES.find((language) => language === chosen) ?? languageOf(request);
}

function cookie({ headers }: FastifyRequest, name: string): string | undefined {
  const cookies = (headers.cookie ?? '').split(';').map((each) => each.trim());
  return cookies.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
}
