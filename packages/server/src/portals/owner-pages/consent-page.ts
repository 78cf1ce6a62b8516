import type { FastifyReply } from 'fastify';
import type { ConsentText, OwnConsent } from '../../access/index.ts';
import { consentBody, consentBox } from './consent-box.ts';
import { html, type Html } from './html.ts';
import { hidden, notice, sendPage } from './page.ts';
import { day, say } from './texts/index.ts';
import type { Visit } from './visit.ts';

/** A consent under an older text than the newest, and that older text. */
export interface OldConsent extends OwnConsent {
  readonly before: ConsentText;
}

export interface ConsentView {
  readonly gatewayId: string;
  readonly newest: ConsentText;
  readonly old: readonly OldConsent[];
  readonly current: readonly OwnConsent[];
  readonly notice?: string;
  readonly status?: number;
}

export function consentPath(gatewayId: string): string {
  return `/owner/gateways/${gatewayId}/consent`;
}

/** The newest text, what changed since, and for each company the choice to accept it or to end the contract. */
export function sendConsent(visit: Visit, view: ConsentView): FastifyReply {
  const { t } = visit;
  const { gatewayId, newest, old, current } = view;
  const given = current.map(
    (each) =>
      html`<div class="apart">
        <h2>${each.companyName}</h2>
        <p>${givenText(visit, each)} ${receipt(visit, gatewayId, each)}</p>
      </div>`,
  );
  const nothing = current.length === 0 ? t.consentNobody : t.consentCurrentLead;
  const body = html`<p class="lead">${say(t.gateway, { gateway: gatewayId })}</p>
    ${notice(view.notice)} ${old.length === 0 ? html`<p>${nothing}</p>` : consentBox(visit, newest)}
    ${old.map((each) => choice(visit, view, each))} ${given}`;
  return sendPage(visit, consentPath(gatewayId), {
    title: old.length === 0 ? t.consentCurrent : t.consentTitle,
    body,
    status: view.status ?? 200,
  });
}

/** Proof to keep, as the company has it. */
function receipt({ t }: Visit, gatewayId: string, { companyId }: OwnConsent): Html {
  return html`<a href="/owner/contracts/${gatewayId}/${companyId}/receipt">${t.receipt}</a>`;
}

function choice(visit: Visit, { gatewayId, newest }: ConsentView, consent: OldConsent): Html {
  const { t } = visit;
  const company = { company: consent.companyName };
  return html`<form method="post" action="${consentPath(gatewayId)}" class="apart">
    ${hidden(visit, { companyId: consent.companyId, version: newest.version, language: newest.language })}
    <h2>${consent.companyName}</h2>
    <p>${givenText(visit, consent)} ${receipt(visit, gatewayId, consent)}</p>
    <p>${why(visit, newest, consent)}</p>
    <details>
      <summary>${say(t.before, { version: consent.version })}</summary>
      ${consentBody(consent.before)}
    </details>
    <p class="stack">${say(t.acceptHint, company)}</p>
    <div class="pair">
      <button class="main" name="decision" value="accept">${t.accept}</button>
      <button name="decision" value="end">${t.end}</button>
    </div>
  </form>`;
}

/** What an owner who does nothing has to expect. */
function why(
  { t, language, ground }: Visit,
  newest: ConsentText,
  { outdated, companyName }: OwnConsent,
): string {
  const company = companyName;
  if (outdated) return say(t.outdated, { company });
  const isAhead = newest.required && newest.effectiveFrom.getTime() > ground.access.clock.now();
  return isAhead ? say(t.outdatedSoon, { company, date: day(newest.effectiveFrom, language) }) : t.optional;
}

function givenText({ t, language }: Visit, { version, givenAt }: OwnConsent): string {
  return say(t.given, { version, date: day(givenAt, language) });
}
