import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { AppError } from '../platform/app-error.ts';
import { deleteMails, newestMails, type MailRow } from '../platform/mail/store.ts';
import { MAILBOX_MAX } from '../platform/mail/upkeep.ts';
import { html, mailParts, sendDocument, writeMail, type Html } from '../portals/index.ts';
import type { SandboxServices } from './services.ts';

const To = Type.Object(
  { to: Type.Optional(Type.String({ maxLength: 254 })) },
  { additionalProperties: false },
);
type To = Type.Static<typeof To>;
const MailPath = Type.Object({ mailId: Type.String({ pattern: '^eml_[0-9A-Za-z]{1,40}$' }) });
type MailPath = Type.Static<typeof MailPath>;

/** Every mail of the sandbox, whether SMTP takes it further or not: pages for people, JSON for programs. */
export function addMailboxRoutes(app: FastifyInstance, services: SandboxServices): void {
  const { platform, mails } = services;
  const contentOf = (row: MailRow) => ({
    language: row.language,
    brand: row.brand,
    ...mails.contentOf(row),
  });
  const view = (row: MailRow) => {
    const content = contentOf(row);
    const { subject, text } = writeMail(content);
    return {
      mailId: row.mail_id,
      to: row.recipient,
      template: row.template,
      language: row.language,
      state: row.state,
      createdAt: row.created_at.toISOString(),
      subject,
      text,
      link: mailParts(content).action?.link ?? null,
    };
  };
  // A mail that SMTP refused for good says nothing any more.
  const list = async (filter: { recipient?: string | undefined; mailId?: string | undefined }) =>
    (await newestMails(platform.db, { ...filter, limit: MAILBOX_MAX })).filter(
      ({ content }) => content !== null,
    );

  app.get<{ Querystring: To }>(
    '/sandbox/mailbox',
    { schema: { hide: true, querystring: To } },
    async ({ query, headers }, reply) => {
      const recipient = query.to === '' ? undefined : query.to;
      const rows = await list({ recipient });
      if (!wantsPage(headers.accept)) return { items: rows.map(view) };
      return sendDocument(reply, {
        language: 'en',
        brand: null,
        title: 'Mailbox of the sandbox',
        body: listBody(
          recipient ?? '',
          rows.map((row) => ({ row, subject: mailParts(contentOf(row)).subject })),
        ),
      });
    },
  );

  app.get<{ Params: MailPath }>(
    '/sandbox/mailbox/:mailId',
    { schema: { hide: true, params: MailPath } },
    async ({ params, headers }, reply) => {
      const [row] = await list({ mailId: params.mailId });
      if (!row) throw new AppError('not-found');
      if (!wantsPage(headers.accept)) return view(row);
      const { language, brand } = row;
      const parts = mailParts(contentOf(row));
      return sendDocument(reply, { language, brand, title: parts.subject, body: mailBody(row, parts) });
    },
  );

  app.delete('/sandbox/mailbox', { schema: { hide: true } }, async (_request, reply) => {
    await deleteMails(platform.db);
    return reply.code(204).send();
  });
}

/** Browsers ask for a page; everybody else gets JSON. */
function wantsPage(accept = ''): boolean {
  return accept.includes('text/html');
}

function listBody(to: string, mails: readonly { row: MailRow; subject: string }[]): Html {
  const items = mails.map(
    ({ row, subject }) =>
      html`<div class="apart">
        <h2><a href="/sandbox/mailbox/${row.mail_id}">${subject}</a></h2>
        <p class="hint">
          To <a href="/sandbox/mailbox?to=${encodeURIComponent(row.recipient)}">${row.recipient}</a>,
          ${sentAt(row)}
        </p>
      </div>`,
  );
  return html`<p class="lead">Mails stay here, the last ${MAILBOX_MAX} of them, the newest first.</p>
    <form method="get" action="/sandbox/mailbox">
      <div class="field">
        <label class="label" for="to">Recipient</label>
        <input id="to" name="to" type="text" inputmode="email" autocomplete="off" value="${to}" />
      </div>
      <button>Show</button>
    </form>
    ${items} ${items.length === 0 && html`<p class="apart">There is no mail${to && ` to ${to}`}.</p>`}`;
}

function mailBody(row: MailRow, { sender, lines, action, foot }: ReturnType<typeof mailParts>): Html {
  return html`<p class="lead">From ${sender} to ${row.recipient}, ${sentAt(row)}</p>
    ${lines.map((line) => html`<p>${line}</p>`)}
    ${
      action &&
      html`<p class="stack"><a class="button main" href="${action.link}">${action.label}</a></p>
        <p class="small"><code>${action.link}</code></p>`
    }
    <p class="small">${foot}</p>
    <p class="apart"><a href="/sandbox/mailbox" lang="en">All mails</a></p>`;
}

/** Times of a sandbox are those of its clock. */
function sentAt({ created_at: at }: MailRow): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
