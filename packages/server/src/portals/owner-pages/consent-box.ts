import type { ConsentText } from '../../access/index.ts';
import { html, type Html } from './html.ts';
import { day, say } from './texts/index.ts';
import type { Visit } from './visit.ts';

/** The whole text that is accepted now, with its version and its day. */
export function consentBox({ t, language, ground }: Visit, text: ConsentText): Html {
  const isAhead = text.effectiveFrom.getTime() > ground.access.clock.now();
  const values = { version: text.version, date: day(text.effectiveFrom, language) };
  return html`<h2>${t.consentLegend}</h2>
    <p class="hint">${say(isAhead ? t.consentVersionAhead : t.consentVersion, values)}</p>
    ${consentBody(text)}`;
}

export function consentBody({ body, language }: Pick<ConsentText, 'body' | 'language'>): Html {
  const paragraphs = body.split(/\n{2,}/).map((paragraph) => html`<p>${paragraph}</p>`);
  return html`<div class="text" lang="${language}">${paragraphs}</div>`;
}
