import type { FastifyInstance, FastifyReply } from 'fastify';
import { invitationOf, INVITATION_PATH } from './invitation-parts.ts';
import { onForm } from './on-form.ts';
import { goTo, isReturnPath } from './page.ts';
import { sendSignIn, type SignInTry } from './sign-in-page.ts';
import { field, type Ground, type Visit } from './visit.ts';

const EMAIL_MAX = 254;
const PASSWORD_MAX = 200;
const NAME_MAX = 100;

export function addSignInRoutes(app: FastifyInstance, ground: Ground): void {
  onForm(app, ground, '/owner/sign-in', next, async (visit) => {
    const { request, reply, t } = visit;
    const input = { email: field(request, 'email', EMAIL_MAX), password: passwordIn(visit) };
    const result = await ground.signIn.signIn(request, reply, input);
    if (result === 'ok') return goTo(reply, next(visit));
    return again(visit, { isNew: false, refused: result, text: t.signInRefused });
  });

  onForm(app, ground, '/owner/sign-up', next, async (visit) => {
    const { request, reply, language, t } = visit;
    const email = field(request, 'email', EMAIL_MAX);
    const password = passwordIn(visit);
    const name = field(request, 'name', NAME_MAX).trim();
    const isComplete = email !== '' && password !== '' && name !== '';
    const made = isComplete
      ? await ground.signIn.signUp(request, reply, { email, password, name, language })
      : 'weak';
    // Who has an account and its password meant to sign in. Else nothing is said that would tell whose address it is.
    const result = made === 'taken' ? await ground.signIn.signIn(request, reply, { email, password }) : made;
    if (result === 'ok') return goTo(reply, next(visit));
    return again(visit, {
      isNew: true,
      refused: result === 'limited' ? 'limited' : 'refused',
      text: result === 'weak' ? t.signUpWeak : t.signUpRefused,
    });
  });

  onForm(app, ground, '/owner/sign-out', next, async (visit) => {
    await ground.signIn.signOut(visit.request, visit.reply);
    return goTo(visit.reply, next(visit));
  });
}

/** The page that the owner came from, when it is one of ours. */
function next({ request }: Visit): string {
  const path = field(request, 'next');
  return isReturnPath(path) ? path : INVITATION_PATH;
}

function passwordIn({ request }: Visit): string {
  return field(request, 'password', PASSWORD_MAX);
}

async function again(
  visit: Visit,
  { isNew, refused, text }: { isNew: boolean; refused: 'refused' | 'limited'; text: string },
): Promise<FastifyReply> {
  const { request, t } = visit;
  const path = next(visit);
  const invitation = path === INVITATION_PATH ? await invitationOf(visit) : undefined;
  const tried: SignInTry = {
    isNew,
    email: field(request, 'email', EMAIL_MAX),
    name: field(request, 'name', NAME_MAX),
    notice: refused === 'limited' ? t.limited : text,
    status: refused === 'limited' ? 429 : 422,
  };
  const look = invitation ? { ...visit, brand: invitation.row.brand } : visit;
  return sendSignIn(look, path, { invitation, tried });
}
