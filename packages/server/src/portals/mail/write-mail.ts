import type { Language } from '@hearthgate/wire';
import { LOOKS } from '@hearthgate/wire/looks';
import type { MailContent, MailTo, WriteMail } from '../../platform/mail/mail.ts';
import { html, type Html } from '../owner-pages/html.ts';
import { day, say } from '../owner-pages/texts/index.ts';
import { WORDS } from './texts/index.ts';

/** A mail before it becomes plain text and markup. */
export interface MailParts {
  readonly sender: string;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly action?: { readonly label: string; readonly link: string };
  readonly linkHint: string;
  readonly foot: string;
}

type Unwritten = Pick<MailTo, 'language' | 'brand'> & MailContent;

/** Fields that hold a time. */
const TIMES = new Set(['until', 'from']);
const ISO_TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

export function mailParts({ language, brand, template, data }: Unwritten): MailParts {
  const words = WORDS[language];
  const wording = words.mails[template];
  const sender = LOOKS[brand ?? 'NONE'].name;
  const values = valuesOf(language, data);
  const isComplete = (line: string) =>
    [...line.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => values[name] !== '');
  return {
    sender,
    subject: oneLine(say(wording.subject, values)),
    lines: wording.lines.filter(isComplete).map((line) => oneLine(say(line, values))),
    ...('action' in wording && 'link' in data && { action: { label: wording.action, link: data.link } }),
    linkHint: words.linkHint,
    foot: say(words.foot, { sender }),
  };
}

/** Plain text and markup of the same parts; no images, nothing that tells that it was read. */
export const writeMail: WriteMail = (mail) => {
  const { sender, subject, lines, action, linkHint, foot } = mailParts(mail);
  const accent = LOOKS[mail.brand ?? 'NONE'].accent;
  const button = action && `${action.label}:\n${action.link}`;
  const text = `${[...lines, ...(button === undefined ? [] : [button])].join('\n\n')}\n\n-- \n${foot}\n`;
  const page = html`<!doctype html>
    <html lang="${mail.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="color-scheme" content="light dark" />
        <title>${subject}</title>
      </head>
      <body style="margin:0;padding:24px;font:16px/1.5 sans-serif">
        <div style="max-width:36em;margin:0 auto">
          <p style="border-top:4px solid ${accent};padding-top:12px;font-weight:bold">${sender}</p>
          ${lines.map((line) => html`<p>${linked(line, 'join' in mail.data ? mail.data.join : '')}</p>`)}
          ${
            action &&
            html`<p>
                <a
                  href="${action.link}"
                  style="display:inline-block;padding:10px 18px;border-radius:6px;background:${accent};color:#fff;text-decoration:none"
                  >${action.label}</a
                >
              </p>
              <p style="font-size:14px">${linkHint}<br /><a href="${action.link}">${action.link}</a></p>`
          }
          <p style="font-size:14px;opacity:.7">${foot}</p>
        </div>
      </body>
    </html>`;
  return { sender, subject, text, html: page.html };
};

/** A line with another link than the button's. */
function linked(line: string, link: string): Html | string {
  const [before = '', after] = link === '' ? [line] : line.split(link);
  return after === undefined ? line : html`${before}<a href="${link}">${link}</a>${after}`;
}

function valuesOf(language: Language, data: MailContent['data']): Record<string, string> {
  const { scope } = WORDS[language];
  const isWord = (word: string): word is keyof typeof scope => word in scope;
  const entries = Object.entries(data).map(([name, value]) => {
    if (TIMES.has(name) && ISO_TIME.test(value)) return [name, day(new Date(value), language)];
    if (name === 'scope')
      return [
        name,
        value
          .split(',')
          .filter(isWord)
          .map((word) => scope[word])
          .join(', '),
      ];
    return [name, value];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Names that others have chosen make no lines of their own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
