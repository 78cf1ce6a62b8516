import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../app-error.ts';
import { addErrorPages } from './error-pages.ts';
import { addSite } from './site/site-routes.ts';

/** Nothing of the API page comes from another host. Scalar writes style elements, hence the one exception. */
const API_PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const SCALAR_SCRIPT = '/docs/reference/js/scalar.js';
const hidden = { schema: { hide: true } };

/** The documents, the API page with try-out, the OpenAPI and AsyncAPI documents, and a page for every error code. */
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
  app.get('/docs/api', hidden, (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', API_PAGE_POLICY).send(API_PAGE),
  );
  app.get('/docs/boot.js', hidden, (_request, reply) => reply.type('text/javascript').send(BOOT));
  app.get('/docs/openapi.json', hidden, () => Promise.resolve(app.swagger()));
  app.get('/asyncapi.json', hidden, () => Promise.resolve(asyncApi));
  addErrorPages(app, addSite(app));
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
