import { randomBytes } from 'node:crypto';
import { inviteOperator, removeOperator } from '../portals/index.ts';
import { AppError } from '../platform/app-error.ts';
import type { SandboxServices } from './services.ts';
import { totp } from './totp.ts';
import type { WorldSecrets } from './world-file.ts';

const EMAIL = 'operator@sandbox.example';

/** Makes the operator as a person would: by a link, with a password and an authenticator app, over HTTP. */
export async function seedOperator({
  access,
  admin,
}: SandboxServices): Promise<NonNullable<WorldSecrets['operator']>> {
  // One of whom the password was never written down is of no use.
  await removeOperator(access.db, { email: EMAIL }).catch(ignoreMissing);
  const { token } = await inviteOperator(access.db, { email: EMAIL, name: 'Operator of the sandbox' });
  const password = randomBytes(18).toString('base64url');
  const post = async (path: string, payload: object, cookie = '') => {
    const answer = await admin.inject({
      method: 'POST',
      url: `/operator${path}`,
      payload,
      headers: { cookie },
    });
    if (answer.statusCode >= 300) throw new Error(`the operator was not made: ${path} ${answer.body}`);
    return answer;
  };
  await post('/enrol', { token, password });
  const cookie = cookieOf(await post('/sign-in', { email: EMAIL, password }));
  const enrolment = await post('/second-factor', { password }, cookie);
  const { secret: totpSecret } = enrolment.json<{ secret: string }>();
  const code = totp(totpSecret, Date.now());
  await post('/sign-out', {}, cookieOf(await post('/second-factor/confirm', { code }, cookie)));
  return { email: EMAIL, password, totpSecret };
}

function cookieOf({ cookies }: { cookies: readonly { name: string; value: string }[] }): string {
  return cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'not-found')) throw error;
}
