import { sql } from 'kysely';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Entered, NewUser, SignInContext } from './context.ts';
import { mailConfirmation } from './mailed-links.ts';
import { translated } from './refusal.ts';

/** Makes an account and whatever belongs to it, in one transaction. 409 `email-in-use` when there is one. */
export async function signUp(
  context: SignInContext,
  input: Omit<NewUser, 'userId'> & { password: string },
  device?: Headers,
): Promise<Entered> {
  const { language, name } = input;
  const { links, platform } = context;
  const email = input.email.toLowerCase();
  return platform.transact(async (unit) => {
    const entered = await createUser(context, unit, input, device);
    await context.onUserCreated?.({ userId: entered.userId, email, name, language }, unit);
    const { userId } = entered;
    if (links) await mailConfirmation({ ...links, platform }, unit, { userId, email, language, brand: null });
    return entered;
  });
}

export async function createUser(
  context: SignInContext,
  unit: UnitOfWork,
  input: { email: string; name: string; password: string },
  device = new Headers(),
): Promise<Entered> {
  const { password, name } = input;
  const email = input.email.toLowerCase();
  // Of two at once the second one finds the account of the first.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${context.audience} ${email}`}, 0))`.execute(
    unit.tx,
  );
  const { api } = await context.authIn(unit);
  const call = api.signUpEmail({
    body: { email, password, name },
    headers: device,
    returnHeaders: true,
  });
  const answer = await translated(call);
  return { headers: answer.headers, userId: answer.response.user.id };
}
