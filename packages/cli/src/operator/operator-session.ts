import { ask } from '../shell/ask.ts';
import { messageOf, UsageError } from '../shell/errors.ts';
import { json } from '../shell/screen.ts';
import { forgetSession, operatorClient, request, saveSession } from './operator-client.ts';

const DEFAULT_URL = 'http://127.0.0.1:8081';
const PASSWORD_VARIABLE = 'HEARTHGATE_OPERATOR_PASSWORD';

/** `hearthgate operator sign-in`: keeps the session's token for the commands that follow. */
export async function signIn(
  input: { email: string; url: string | undefined; code: string | undefined; json?: boolean },
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const { email } = input;
  const url = urlOf(input.url ?? DEFAULT_URL);
  const password = env[PASSWORD_VARIABLE] || (await ask('Password: ', `set ${PASSWORD_VARIABLE}`));
  const entered = await request(url, 'POST', '/operator/sign-in', { body: { email, password } });
  if (fieldOf(entered.body, 'next') !== 'second-factor')
    throw new Error(`${email} has no second factor yet: open ${url}/operator/enrol and set one up`);
  const code = input.code ?? (await ask('Code of the app, or a backup code: ', 'give --code'));
  const { body } = await request(url, 'POST', '/operator/sign-in/code', {
    body: { code: code.trim(), bearer: true },
    headers: { cookie: entered.cookie },
  });
  const token = fieldOf(body, 'token');
  if (typeof token !== 'string') throw new Error('the server gave no token; is it of the same version?');
  const file = await saveSession({ url, email, token }, env);
  const text = `Signed in as ${email} at ${url}; the session is kept in ${file}`;
  console.log(input.json ? json({ email, url, file }) : text);
}

/** `hearthgate operator sign-out`: the token is forgotten, and the session ends where the server can be reached. */
export async function signOut(env: NodeJS.ProcessEnv, input: { json?: boolean } = {}): Promise<void> {
  const client = await operatorClient(env);
  const failure = await client.call('POST', '/operator/sign-out').then(
    () => undefined,
    (error: unknown) => messageOf(error),
  );
  await forgetSession(env);
  const text = failure === undefined ? 'Signed out' : `The session is forgotten here, but: ${failure}`;
  console.log(input.json ? json({ endedThere: failure === undefined, failure }) : text);
}

function urlOf(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new UsageError(`--url "${text}" is not an address like ${DEFAULT_URL}`);
  if (url.protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname))
    throw new UsageError(`--url "${text}" would send the password in the clear; give its https address`);
  return text.replace(/\/+$/, '');
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null
    ? Object.entries(body).find(([key]) => key === name)?.[1]
    : undefined;
}
