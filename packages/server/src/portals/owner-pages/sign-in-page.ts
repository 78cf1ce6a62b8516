import type { FastifyReply } from 'fastify';
import type { Invitation } from '../../access/index.ts';
import { html, type Html } from './html.ts';
import { companyTargets, refuseForm } from './invitation-parts.ts';
import { hidden, notice, sendPage } from './page.ts';
import { say } from './texts/index.ts';
import type { Visit } from './visit.ts';

/** What was typed, and why it did not do; a password is never given back. */
export interface SignInTry {
  readonly isNew: boolean;
  readonly email: string;
  readonly name: string;
  readonly notice: string;
  readonly status: number;
}

/** Sign-in in the place of a page that needs it; `path` is that page. */
export function sendSignIn(
  visit: Visit,
  path: string,
  { invitation, tried }: { readonly invitation?: Invitation | undefined; readonly tried?: SignInTry },
): FastifyReply {
  const { t } = visit;
  return sendPage(visit, path, {
    title: invitation ? say(t.asks, { company: invitation.company.name }) : t.signInForConsent,
    body: html`${invitation && html`<p class="lead">${t.signInLead}</p>`} ${signInForm(visit, path, tried)}
    ${signUpForm(visit, path, tried)}
    ${invitation && html`<div class="apart">${refuseForm(visit, invitation)}</div>`}`,
    status: tried?.status ?? 200,
    ...(invitation && { formTargets: companyTargets(visit) }),
  });
}

function signInForm(visit: Visit, path: string, tried: SignInTry | undefined): Html {
  const { t } = visit;
  return html`<form method="post" action="/owner/sign-in">
    ${notice(tried?.isNew === false ? tried.notice : undefined)} ${hidden(visit, { next: path })}
    ${emailField('sign-in', t.email, tried)}
    <div class="field">
      <label class="label" for="sign-in-password">${t.password}</label>
      <input id="sign-in-password" name="password" type="password" autocomplete="current-password" required />
    </div>
    <button class="main">${t.signIn}</button>
  </form>`;
}

function signUpForm(visit: Visit, path: string, tried: SignInTry | undefined): Html {
  const { t } = visit;
  return html`<details ${tried?.isNew === true ? { html: 'open' } : ''}>
    <summary>${t.noAccount}</summary>
    <form method="post" action="/owner/sign-up">
      ${notice(tried?.isNew === true ? tried.notice : undefined)} ${hidden(visit, { next: path })}
      <div class="field">
        <label class="label" for="name">${t.name}</label>
        <input
          id="name"
          name="name"
          autocomplete="name"
          maxlength="100"
          required
          value="${tried?.name ?? ''}"
        />
      </div>
      ${emailField('sign-up', t.email, tried)}
      <div class="field">
        <label class="label" for="sign-up-password">${t.newPassword}</label>
        <input
          id="sign-up-password"
          name="password"
          type="password"
          autocomplete="new-password"
          required
          aria-describedby="sign-up-hint"
        />
        <p class="hint" id="sign-up-hint">${t.newPasswordHint}</p>
      </div>
      <button class="main">${t.createAccount}</button>
    </form>
  </details>`;
}

function emailField(form: string, label: string, tried: SignInTry | undefined): Html {
  return html`<div class="field">
    <label class="label" for="${form}-email">${label}</label>
    <input
      id="${form}-email"
      name="email"
      type="email"
      autocomplete="username"
      maxlength="254"
      required
      value="${tried?.email ?? ''}"
    />
  </div>`;
}
