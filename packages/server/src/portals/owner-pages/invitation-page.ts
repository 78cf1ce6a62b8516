import type { FastifyReply } from 'fastify';
import type { GatewayType, Scope } from '@hearthgate/wire';
import type { ConsentText, Invitation, OwnGateway } from '../../access/index.ts';
import { LOOKS } from '@hearthgate/wire/looks';
import { consentBox } from './consent-box.ts';
import { html, type Html } from './html.ts';
import { companyTargets, INVITATION_PATH, statusText } from './invitation-parts.ts';
import { hidden, notice, sendPage } from './page.ts';
import { say } from './texts/index.ts';
import type { Visit } from './visit.ts';

export interface OwnChoice extends OwnGateway {
  readonly gatewayType: GatewayType | undefined;
}

/** What the owner chooses from, and has chosen before something was amiss. */
export interface InvitationView {
  readonly invitation: Invitation;
  readonly gateways: readonly OwnChoice[];
  readonly text: ConsentText;
  readonly chosen: { readonly gatewayId: string; readonly scope: Scope; readonly validUntil: string };
  /** The first day that access may end on. */
  readonly firstDay: string;
  readonly notice?: string | undefined;
  readonly claimNotice?: string | undefined;
  readonly claimId?: string;
  readonly status?: number;
}

const CLAIM_FORM = 'claim';
/** Enter in a field presses a form's first button. Consent is given by pressing the one that says so. */
const NO_DEFAULT_BUTTON = html`<button disabled hidden></button>`;

/** Who asks, for what, under which text: everything on one page, decided with one of two buttons. */
export function sendInvitation(visit: Visit, view: InvitationView): FastifyReply {
  const { t } = visit;
  const { row, company } = view.invitation;
  const name = { company: company.name };
  const canShare = view.gateways.some(({ standing }) => standing === undefined);
  const body = html`<p class="lead">${t.asksLead}</p>
    ${notice(view.notice)}
    <form method="post" action="${INVITATION_PATH}/gateway" id="${CLAIM_FORM}">${hidden(visit)}</form>
    <form method="post" action="${INVITATION_PATH}">
      ${hidden(visit, { invitation: row.invitation_id, version: view.text.version, language: view.text.language })}
      ${NO_DEFAULT_BUTTON} ${gatewayChoice(visit, view)}
      ${canShare && html`${scopeChoice(visit, view)} ${untilField(visit, view)} ${consentBox(visit, view.text)}`}
      ${canShare && html`<p class="stack">${say(t.shareHint, { host: new URL(row.redirect_uri).host })}</p>`}
      ${decisions(visit, view, canShare)}
    </form>`;
  return sendPage(visit, INVITATION_PATH, {
    title: say(t.asks, name),
    body,
    status: view.status ?? 200,
    formTargets: companyTargets(visit),
  });
}

/** Where every gateway is shared already, going back with one of them takes the place of sharing. */
function decisions({ t }: Visit, { invitation, gateways }: InvitationView, canShare: boolean): Html {
  const company = { company: invitation.company.name };
  if (canShare) {
    return html`<div class="pair">
      <button class="main" name="decision" value="share">${t.share}</button>
      <button name="decision" value="refuse" formnovalidate>${t.refuse}</button>
    </div>`;
  }
  return html`<div class="apart">
    ${
      gateways.length > 0 &&
      html`<button class="main" name="decision" value="return">${say(t.back, company)}</button>`
    }
    <button class="stack" name="decision" value="refuse" formnovalidate>
      ${say(t.refuseAndReturn, company)}
    </button>
  </div>`;
}

function gatewayChoice(visit: Visit, view: InvitationView): Html {
  const { t } = visit;
  const { gateways, chosen, invitation } = view;
  // What can be shared stands first, and is chosen when nothing else could be meant.
  const free = gateways.filter(({ standing }) => standing === undefined);
  const shared = gateways.filter(({ standing }) => standing !== undefined);
  const [meant, ...others] = free.length > 0 ? free : shared;
  const preset = meant && others.length === 0 ? String(meant.gatewayId) : '';
  const rows = [...free, ...shared].map(({ gatewayId, brand, gatewayType, standing }) => {
    const kind = [LOOKS[brand].name, gatewayType?.replace('_', '-')].filter(Boolean).join(', ');
    const status =
      standing && say(t.standingShort, { status: statusText(visit, standing, invitation.company.name) });
    return html`<label class="choice">
      <input
        type="radio"
        name="gatewayId"
        value="${gatewayId}"
        required
        ${(chosen.gatewayId || preset) === String(gatewayId) ? { html: 'checked' } : ''}
      />
      <span
        ><b>${say(t.gateway, { gateway: String(gatewayId) })}</b>
        <span class="hint">${kind}${status && html` · ${status}`}</span></span
      >
    </label>`;
  });
  return html`<fieldset>
    <legend>${t.gatewayLegend}</legend>
    <p class="hint">${gateways.length === 0 ? t.gatewayNone : t.gatewayHint}</p>
    ${rows} ${claimFields(visit, view)}
  </fieldset>`;
}

/** Fields of a form of their own, in the place where they are looked for. */
function claimFields({ t }: Visit, view: InvitationView): Html {
  const isOpen = view.gateways.length === 0 || view.claimNotice !== undefined;
  return html`<details ${isOpen ? { html: 'open' } : ''}>
    <summary>${t.gatewayAdd}</summary>
    ${notice(view.claimNotice)}
    <div class="field">
      <label class="label" for="claim-id">${t.gatewayId}</label>
      <input
        id="claim-id"
        form="${CLAIM_FORM}"
        name="gatewayId"
        inputmode="numeric"
        autocomplete="off"
        maxlength="20"
        required
        aria-describedby="claim-hint"
        value="${view.claimId ?? ''}"
      />
      <p class="hint" id="claim-hint">${t.gatewayIdHint}</p>
    </div>
    <div class="field">
      <label class="label" for="claim-password">${t.labelPassword}</label>
      <input
        id="claim-password"
        form="${CLAIM_FORM}"
        name="labelPassword"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        maxlength="100"
        required
      />
    </div>
    <button class="stack ${view.gateways.length === 0 ? 'main' : ''}" form="${CLAIM_FORM}">
      ${t.gatewayAdd}
    </button>
  </details>`;
}

function scopeChoice({ t }: Visit, { chosen, invitation }: InvitationView): Html {
  const rows = (['monitoring', 'remoteControl', 'dataPoints'] as const).map(
    (scope) =>
      html`<label class="choice">
        <input
          type="checkbox"
          name="${scope}"
          value="yes"
          ${chosen.scope[scope] ? { html: 'checked' } : ''}
        />
        <span><b>${t[scope]}</b><span class="hint">${t[`${scope}Hint`]}</span></span>
      </label>`,
  );
  return html`<fieldset>
    <legend>${say(t.scopeLegend, { company: invitation.company.name })}</legend>
    ${rows}
  </fieldset>`;
}

function untilField({ t }: Visit, { chosen, firstDay }: InvitationView): Html {
  return html`<div class="field">
    <label class="label" for="until">${t.until}</label>
    <input
      id="until"
      name="validUntil"
      type="date"
      min="${firstDay}"
      max="9998-12-31"
      value="${chosen.validUntil}"
      aria-describedby="until-hint"
    />
    <p class="hint" id="until-hint">${t.untilHint}</p>
  </div>`;
}
