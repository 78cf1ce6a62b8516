import type { FastifyReply } from 'fastify';
import type { Brand, Language } from '@hearthgate/wire';
import { LOOKS } from '@hearthgate/wire/looks';
import { html, type Html } from './html.ts';
import { wishedTheme } from '../../platform/http/chosen.ts';
import { htmlAttributes } from '../web/wishes.ts';
import { STYLE_PATH } from './style.ts';
import { say, TEXTS } from './texts/index.ts';
import type { Visit } from './visit.ts';

export interface Page {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** Where its forms may lead besides our own pages, as a source list of CSP. */
  readonly formTargets?: string;
}

/** Where sign-in and sign-out lead back to: our own fixed pages, and no other address. */
const RETURN_PATH = /^\/owner\/(invitation|gateways\/[0-9]{9}\/consent)$/;

export function isReturnPath(path: string): boolean {
  return RETURN_PATH.test(path);
}

/** A page for a visit, with who is signed in. `path` is where it stands, to come back to. */
export function sendPage(visit: Visit, path: string, page: Page): FastifyReply {
  const { t, session, reply, language, brand } = visit;
  const foot =
    session &&
    html`<form method="post" action="/owner/sign-out" class="who">
      ${hidden(visit, { next: path })}
      <span>${say(t.signedInAs, { email: session.email })}</span>
      <button class="plain">${t.signOut}</button>
    </form>`;
  return sendDocument(reply, { language, brand, foot: foot ?? undefined, ...page });
}

/** The fields that a form has besides those that the owner fills in. */
export function hidden(visit: Visit, values: Readonly<Record<string, string>> = {}): Html {
  const fields = Object.entries({ form: visit.formToken, ...values });
  return html`${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}`;
}

/** Something that went wrong with what was sent; read out at once by a screen reader. */
export function notice(text: string | undefined): Html {
  return text === undefined ? html`` : html`<p class="notice" role="alert">${text}</p>`;
}

export function sendDocument(
  reply: FastifyReply,
  page: Page & { language: Language; brand: Brand | null; foot?: Html | undefined; referrer?: Referrer },
): FastifyReply {
  const {
    title,
    body,
    status = 200,
    language,
    brand,
    foot,
    formTargets = '',
    referrer = 'same-origin',
  } = page;
  const look = LOOKS[brand ?? 'NONE'];
  const theme = wishedTheme(reply.request);
  const root = { html: htmlAttributes({ language, brand, theme }) };
  const text = html`<!doctype html>
    <html ${root}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${look.name}</title>
        <link rel="stylesheet" href="${STYLE_PATH}" />
      </head>
      <body>
        <header><span class="brand">${look.name}</span></header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer>${foot}</footer>
      </body>
    </html>`;
  guardPage(reply, { formTargets, referrer });
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-language', language)
    .serializer(String)
    .send(text.html);
}

/** `same-origin` where there are forms: with `no-referrer` browsers would not say the `Origin` of our own forms either. */
type Referrer = 'same-origin' | 'no-referrer';

/** Nothing is run, framed or loaded from elsewhere, and no other site learns the address of a page. */
function guardPage(reply: FastifyReply, policy: { formTargets: string; referrer: Referrer }): void {
  const formAction = `form-action 'self' ${policy.formTargets}`.trim();
  reply.headers({
    'content-security-policy': `default-src 'none'; style-src 'self'; ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    'x-frame-options': 'DENY',
    'referrer-policy': policy.referrer,
    'cache-control': 'no-store',
  });
}

/** On to another page, without telling it where from. */
export function goTo(reply: FastifyReply, location: string): FastifyReply {
  guardPage(reply, { formTargets: '', referrer: 'no-referrer' });
  return reply.code(303).header('location', location).send();
}

/** A plain message for when there is no visit to speak of. */
export function sendMessage(
  reply: FastifyReply,
  to: { readonly language: Language; readonly brand: Brand | null },
  message: { title: string; lead: string; status: number; more?: Html; requestId: string },
): FastifyReply {
  const { title, lead, status, more, requestId } = message;
  const body = html`<p class="lead">${lead}</p>
    ${more}
    <p class="small">${say(TEXTS[to.language].requestId, { id: requestId })}</p>`;
  return sendDocument(reply, { ...to, title, status, body, referrer: 'no-referrer' });
}
