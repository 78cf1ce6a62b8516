import { sql } from 'kysely';
import type { NewUser, SignInContext } from './context.ts';
import { translated } from './refusal.ts';

/** Makes an account and whatever belongs to it, in one transaction. 409 `email-in-use` when there is one. */
export async function signUp(
  context: SignInContext,
  input: Omit<NewUser, 'userId'> & { password: string },
): Promise<{ headers: Headers; userId: string }> {
  const { password, language, name } = input;
  const email = input.email.toLowerCase();
  const made = context.platform.transact(async (unit) => {
    // Of two at once the second one finds the account of the first.
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${context.audience} ${email}`}, 0))`.execute(
      unit.tx,
    );
    const { api } = await context.authIn(unit);
    const answer = await api.signUpEmail({ body: { email, password, name }, returnHeaders: true });
    const userId = answer.response.user.id;
    await context.onUserCreated?.({ userId, email, name, language }, unit);
    return { headers: answer.headers, userId };
  });
  return translated(made);
}
