import type { Browser, BrowserContext } from 'playwright-core';
import { codeOf } from '../../../server/test/harness/operators.ts';
import type { TestSandbox } from '../../../server/test/harness/sandbox.ts';

/** Those that a sandbox begins with. */
export type Person = 'owner' | 'operator';

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
  if (person === 'owner') {
    const [owner] = world.owners;
    await post(`${app.url}/owner/account/sign-in`, { email: owner?.email, password: owner?.password });
  } else {
    const { operator } = world;
    await post(`${app.adminUrl}/operator/sign-in`, { email: operator?.email, password: operator?.password });
    await post(`${app.adminUrl}/operator/sign-in/code`, { code: codeOf(operator?.totpSecret ?? '') });
  }
  const state = await context.storageState();
  await context.close();
  return state;
}
