import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { PROBLEMS, PROBLEM_CODES, type ProblemCode } from '@hearthgate/wire';
import { AppError } from '../app-error.ts';

/** Nothing of these pages comes from another host. Scalar writes style elements, hence the one exception. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const SCALAR_SCRIPT = '/docs/reference/js/scalar.js';
const hidden = { schema: { hide: true } };

/** The API page with try-out, the OpenAPI and AsyncAPI documents, and a page for every error code. */
export async function addDocs(app: FastifyInstance, asyncApi: object): Promise<void> {
  // The package is there for its script alone: its own page would need inline code.
  await app.register(scalar, {
    routePrefix: '/docs/reference',
    configuration: { url: '/docs/openapi.json' },
    hooks: {
      onRequest: (request, _reply, done) =>
        done(request.routeOptions.url === SCALAR_SCRIPT ? undefined : new AppError('not-found')),
    },
  });
  app.get('/docs', hidden, (_request, reply) => html(reply, API_PAGE));
  app.get('/docs/boot.js', hidden, (_request, reply) => reply.type('text/javascript').send(BOOT));
  app.get('/docs/openapi.json', hidden, () => Promise.resolve(app.swagger()));
  app.get('/asyncapi.json', hidden, () => Promise.resolve(asyncApi));
  addErrorPages(app);
}

/** What `type` of a problem document names. */
export function addErrorPages(app: FastifyInstance): void {
  app.get('/docs/errors', hidden, (_request, reply) => html(reply, errorIndex()));
  app.get<{ Params: { code: string } }>('/docs/errors/:code', hidden, (request, reply) => {
    const { code } = request.params;
    if (!isProblemCode(code)) throw new AppError('not-found');
    return html(reply, errorPage(code));
  });
}

function html(
  reply: {
    type(type: string): typeof reply;
    header(name: string, value: string): typeof reply;
    send(body: string): unknown;
  },
  body: string,
) {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .send(body);
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

const API_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hearthgate Partner API</title></head>
<body><div id="api"></div><script src="${SCALAR_SCRIPT}"></script><script type="module" src="/docs/boot.js"></script></body></html>
`;

/** Everything of the page that would call another host is switched off. A sandbox fills in its key. */
const BOOT = `const world = await fetch('/sandbox').then((answer) => (answer.ok ? answer.json() : undefined));
Scalar.createApiReference('#api', {
  url: '/docs/openapi.json',
  authentication: {
    preferredSecurityScheme: 'apiKey',
    securitySchemes: { apiKey: { value: world?.keys.ok ?? '' } },
  },
  telemetry: false,
  withDefaultFonts: false,
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  documentDownloadType: 'direct',
  metaData: { title: 'Hearthgate Partner API' },
});
`;

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#1d2430;background:#fff}
code{background:#eef1f5;padding:.1em .3em;border-radius:.2em}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #dde3ea}a{color:#0b5cad}
@media(prefers-color-scheme:dark){body{color:#e6ebf2;background:#12161c}code{background:#232a34}td,th{border-color:#2c3541}a{color:#7db7f5}}`;

function shell(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Hearthgate</title><style>${STYLE}</style></head><body>${body}</body></html>
`;
}

function errorPage(code: ProblemCode): string {
  const { status, title, cause, cure, detail } = PROBLEMS[code];
  const texts = Object.entries(detail)
    .map(([language, text]) => `<tr><th scope="row">${language}</th><td lang="${language}">${text}</td></tr>`)
    .join('');
  return shell(
    title,
    `<p><a href="/docs/errors">All errors</a></p><h1>${title}</h1><p>Status <code>${status}</code>, code <code>${code}</code></p>` +
      `<h2>Why</h2><p>${marked(cause)}</p><h2>What helps</h2><p>${marked(cure)}</p><h2>Text</h2><table>${texts}</table>`,
  );
}

function errorIndex(): string {
  const rows = PROBLEM_CODES.map(
    (code) =>
      `<tr><td>${PROBLEMS[code].status}</td><td><a href="/docs/errors/${code}">${code}</a></td><td>${PROBLEMS[code].title}</td></tr>`,
  ).join('');
  return shell(
    'Errors',
    `<p><a href="/docs">API</a></p><h1>Errors</h1><table><tr><th>Status</th><th>Code</th><th>Meaning</th></tr>${rows}</table>`,
  );
}

/** Backticks become code; the texts are ours and hold no other markup. */
function marked(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
