import type { MemberRole } from '@hearthgate/wire';
import { cookieOf, type Call } from './operators.ts';
import type { TestSandbox } from './sandbox.ts';

/** A member who is signed in on the pages of the pro portal. */
export interface TestMember {
  readonly memberId: string;
  readonly email: string;
  readonly password: string;
  readonly cookie: string;
  readonly call: Call;
}

export const MEMBER_PASSWORD = 'twelve chars or more';

/** What a page of a portal sends with a session. */
export function portalHeaders(baseUrl: string, portal: 'owner' | 'pro', cookie: string) {
  return { origin: baseUrl, cookie, 'x-hearthgate-portal': portal };
}

/** Limits are a test of their own, so real time passes before each call. */
export function memberCall(sandbox: TestSandbox, cookie: string): Call {
  return (method, path, options = {}) => {
    sandbox.passTime(600_000);
    const headers = { ...portalHeaders(sandbox.world.baseUrl, 'pro', cookie), ...options.headers };
    return sandbox.call(method, path, { key: null, ...options, headers });
  };
}

/** One of the members whom the sandbox has made. */
export async function seededMember(sandbox: TestSandbox, role: MemberRole): Promise<TestMember> {
  const known = sandbox.world.members?.find((member) => member.role === role);
  if (!known) throw new Error(`the sandbox has no ${role}`);
  return signInMember(sandbox, known);
}

export async function signInMember(
  sandbox: TestSandbox,
  { memberId, email, password }: { memberId: string; email: string; password: string },
): Promise<TestMember> {
  const answer = await memberCall(sandbox, '')('POST', '/pro/sign-in', { body: { email, password } });
  if (answer.status !== 200) throw new Error(`not signed in: ${JSON.stringify(answer.body)}`);
  const cookie = cookieOf(answer);
  return { memberId, email, password, cookie, call: memberCall(sandbox, cookie) };
}

/** Becomes a member by a link, and is signed in by that. */
export async function joinByLink(sandbox: TestSandbox, joinUrl: string, name: string): Promise<TestMember> {
  const token = new URL(joinUrl).hash.slice(1);
  const call = memberCall(sandbox, '');
  const opened = await call<{ email: string }>('POST', '/pro/invitations/open', { body: { token } });
  const body = { token, password: MEMBER_PASSWORD, name };
  const answer = await call<{ memberId: string }>('POST', '/pro/invitations/accept', { body });
  if (answer.status !== 201) throw new Error(`not a member: ${JSON.stringify(answer.body)}`);
  const cookie = cookieOf(answer);
  const { memberId } = answer.body;
  const { email } = opened.body;
  return { memberId, email, password: MEMBER_PASSWORD, cookie, call: memberCall(sandbox, cookie) };
}
