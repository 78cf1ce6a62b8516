import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { lookCss } from '@hearthgate/wire/looks';
import { AppError } from '../../app-error.ts';
import { wishedTheme } from '../../http/chosen.ts';
import { fileUrl } from './files.ts';
import { PAGE_HEADERS } from '../../http/page-headers.ts';
import { layout, type PageToShow } from './layout.ts';
import { Site } from './site.ts';

const hidden = { schema: { hide: true } };
/** Nobody waits for them again on the next page; a new version of the server is there within minutes. */
const CACHED = { 'cache-control': 'max-age=300' };
const ASSETS = new URL('../../../../assets/docs/', import.meta.url);
/** Sizes and distances are those of the portals. */
const TOKENS = 'packages/web/src/ui/tokens.css';
const PICTURE = /^screenshots\/[\w-]+\.jpg$/;

const NOT_THERE: PageToShow = {
  title: 'The documents are not there',
  address: '/docs',
  html: '<h1>The documents are not there</h1><p>This server was installed without the folder <code>docs</code>. The API works without it, and so does the <a href="/docs/api">API reference</a>.</p>',
};
const NOT_FOUND: PageToShow = {
  title: 'No such page',
  address: '',
  html: '<h1>No such page</h1><p>There is nothing at this address. <a href="/docs">All pages</a></p>',
};

/** The pages of docs/ as a site, with their search. */
export function addSite(app: FastifyInstance): Site {
  const site = new Site();
  addStyle(app);
  const script = readFileSync(new URL('site.js', ASSETS));
  app.get('/docs/site.js', hidden, (_request, reply) =>
    reply.headers(CACHED).type('text/javascript; charset=utf-8').send(script),
  );
  app.get('/docs/search.json', hidden, (_request, reply) =>
    reply.headers(CACHED).send({ items: site.search() }),
  );
  app.get('/docs', hidden, (request, reply) =>
    site.isThere ? show(request, reply, site, '/docs') : sendPage(request, reply.code(404), site, NOT_THERE),
  );
  app.get<{ Params: { '*': string } }>('/docs/*', hidden, (request, reply) => {
    const path = request.params['*'];
    if (PICTURE.test(path)) return sendPicture(reply, path);
    return show(request, reply, site, `/docs/${path}`);
  });
  return site;
}

/** The stylesheet of these pages, also for a server that has the errors alone. */
export function addStyle(app: FastifyInstance): void {
  const style = [lookCss(), readFileSync(fileUrl(TOKENS)), readFileSync(new URL('site.css', ASSETS))].join(
    '\n',
  );
  app.get('/docs/site.css', hidden, (_request, reply) =>
    reply.headers(CACHED).type('text/css; charset=utf-8').send(style),
  );
}

export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  site: Site,
  page: PageToShow,
): FastifyReply {
  return sendHtml(reply, layout(page, site.navigation, wishedTheme(request)));
}

export function sendHtml(reply: FastifyReply, html: string): FastifyReply {
  return reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').serializer(String).send(html);
}

function show(request: FastifyRequest, reply: FastifyReply, site: Site, address: string): FastifyReply {
  const page = site.page(address);
  if (page) return sendPage(request, reply, site, page);
  // Programs get the document that every refusal is.
  if (!(request.headers.accept ?? '').includes('text/html')) throw new AppError('not-found');
  return sendPage(request, reply.code(404), site, NOT_FOUND);
}

function sendPicture(reply: FastifyReply, path: string): FastifyReply {
  try {
    const picture = readFileSync(fileUrl(`docs/${path}`));
    return reply.headers(CACHED).type('image/jpeg').send(picture);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new AppError('not-found');
    throw error;
  }
}
