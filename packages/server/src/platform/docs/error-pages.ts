import type { FastifyInstance } from 'fastify';
import { PROBLEM_CODES, PROBLEMS, type ProblemCode } from '@hearthgate/wire';
import { AppError } from '../app-error.ts';
import { wishedTheme } from '../http/chosen.ts';
import { escapeHtml } from './site/escape.ts';
import { bareLayout } from './site/layout.ts';
import { addStyle, sendHtml, sendPage } from './site/site-routes.ts';
import type { Site } from './site/site.ts';

const hidden = { schema: { hide: true } };

/** What `type` of a problem document names: a page for every code. Without a site they stand alone. */
export function addErrorPages(app: FastifyInstance, site?: Site): void {
  if (!site) addStyle(app);
  const send: typeof sendBare = site
    ? (request, reply, page) => sendPage(request, reply, site, page)
    : sendBare;
  app.get('/docs/errors', hidden, (request, reply) => send(request, reply, ERRORS));
  app.get<{ Params: { code: string } }>('/docs/errors/:code', hidden, (request, reply) => {
    const { code } = request.params;
    if (!isProblemCode(code)) throw new AppError('not-found');
    return send(request, reply, errorPage(code));
  });
}

const sendBare = (
  request: Parameters<typeof sendPage>[0],
  reply: Parameters<typeof sendPage>[1],
  { title, html }: Parameters<typeof sendPage>[3],
) => sendHtml(reply, bareLayout(title, html, wishedTheme(request)));

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

function errorPage(code: ProblemCode) {
  const { status, title, cause, cure, detail } = PROBLEMS[code];
  const texts = Object.entries(detail)
    .map(([language, text]) => `<tr><th>${language}</th><td lang="${language}">${escapeHtml(text)}</td></tr>`)
    .join('');
  return {
    title,
    address: `/docs/errors/${code}`,
    html:
      `<p class="section"><a href="/docs/errors">Errors</a></p><h1>${escapeHtml(title)}</h1><p>Status <code>${status}</code>, code <code>${code}</code></p>` +
      `<h2>Why</h2><p>${withCode(cause)}</p><h2>What helps</h2><p>${withCode(cure)}</p><h2>Text</h2><div class="table"><table><tbody>${texts}</tbody></table></div>`,
  };
}

const ERRORS = {
  title: 'Errors',
  address: '/docs/errors',
  html: `<h1>Errors</h1><p>Every refusal is a problem document (RFC 9457) with a <code>code</code>, and its <code>type</code> leads to one of these pages.</p>
<div class="table"><table><thead><tr><th>Status</th><th>Code</th><th>Meaning</th></tr></thead><tbody>${PROBLEM_CODES.map(
    (code) =>
      `<tr><td>${PROBLEMS[code].status}</td><td><a href="/docs/errors/${code}">${code}</a></td><td>${escapeHtml(PROBLEMS[code].title)}</td></tr>`,
  ).join('')}</tbody></table></div>`,
};

/** Backticks become code; the texts are ours and hold no other markup. */
function withCode(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
