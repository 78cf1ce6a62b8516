import type { Browser, BrowserContext } from 'playwright-core';
import { codeOf } from '../../../server/test/harness/operators.ts';
import type { TestSandbox } from '../../../server/test/harness/sandbox.ts';

/** Those that a sandbox begins with. */
export type Person = 'owner' | 'operator' | 'administrator' | 'viewer';

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Signs each of them in once, by the calls that the pages make too; their cookies serve every page after that. */
export function sessions(sandbox: TestSandbox, browser: Browser): (person: Person) => Promise<State> {
  const known = new Map<Person, Promise<State>>();
  return (person) => {
    const session = known.get(person) ?? signIn(sandbox, browser, person);
    known.set(person, session);
    return session;
  };
}

async function signIn({ app, world }: TestSandbox, browser: Browser, person: Person): Promise<State> {
  const context = await browser.newContext();
  const post = async (url: string, data: object) => {
    const answer = await context.request.post(url, { data, headers: { origin: new URL(url).origin } });
    if (!answer.ok()) throw new Error(`${person} cannot sign in: ${answer.status()} ${await answer.text()}`);
  };
  const account = accountOf(world, person);
  const { email, password } = account;
  await post(signInUrl(app, person), { email, password });
  if ('totpSecret' in account)
    await post(`${signInUrl(app, person)}/code`, { code: codeOf(account.totpSecret) });
  const state = await context.storageState();
  await context.close();
  return state;
}

function accountOf({ owners, members = [], operator }: TestSandbox['world'], person: Person) {
  const role = person === 'viewer' ? 'VIEWER' : 'ADMIN';
  const member = members.find((each) => each.role === role);
  const account = person === 'owner' ? owners[0] : person === 'operator' ? operator : member;
  if (!account) throw new Error(`the sandbox has no ${person}`);
  return account;
}

function signInUrl({ url, adminUrl }: TestSandbox['app'], person: Person): string {
  if (person === 'operator') return `${adminUrl}/operator/sign-in`;
  return person === 'owner' ? `${url}/owner/account/sign-in` : `${url}/pro/sign-in`;
}
