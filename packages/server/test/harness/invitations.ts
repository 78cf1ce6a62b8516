import type { TestSandbox } from './sandbox.ts';
import { Browser, type Visited } from './browser.ts';

/** The return address of the sandbox's first company, with a query of its own. */
export const RETURN_URI = 'https://alder.example/connected?from=hearthgate';
export const INVITATION = '/owner/invitation';

export function companyOf(sandbox: TestSandbox): string {
  return sandbox.world.companies[0]?.companyId ?? '';
}

/** The link that a company gives to an owner. */
export function linkOf(sandbox: TestSandbox, more: Readonly<Record<string, string>> = {}): string {
  const parameters = { companyId: companyOf(sandbox), redirectUri: RETURN_URI, sessionId: 's1', ...more };
  return `/invite?${new URLSearchParams(parameters).toString()}`;
}

/** A browser that is on the page of a new invitation. */
export async function invited(
  sandbox: TestSandbox,
  more: Readonly<Record<string, string>> = {},
  browser = new Browser(sandbox.world.baseUrl),
): Promise<Browser> {
  const { status } = await browser.follow(linkOf(sandbox, more));
  if (status !== 200) throw new Error(`the invitation was not opened: ${status}`);
  return browser;
}

export async function signIn(
  browser: Browser,
  owner: { readonly email: string; readonly password: string } | undefined,
): Promise<Visited> {
  const signed = await browser.submit('/owner/sign-in', {
    email: owner?.email ?? '',
    password: owner?.password ?? '',
  });
  if (signed.location === null) throw new Error(`not signed in: ${signed.status}`);
  return browser.get(signed.location);
}

/** Presses "Share" on the page of an invitation, with everything ticked. */
export function share(
  browser: Browser,
  gatewayId: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Visited> {
  const scope = { monitoring: 'yes', remoteControl: 'yes', dataPoints: 'yes' };
  return browser.submit(INVITATION, { gatewayId, ...scope, decision: 'share', ...more });
}
