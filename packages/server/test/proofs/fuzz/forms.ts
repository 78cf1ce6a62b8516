import { Random } from '../random.ts';
import { nastyText } from './broken.ts';
import { mixed, type Attack } from './routes.ts';
import { encoded, FORMS, Visitor, type Fields, type Form } from './visitor.ts';

/** Lots of the forms are apart from those of the routes. */
const APART = 7_919;
const LONG = 30_000;
/** Links with something wrong; the first one is right. */
const LINKS = [
  undefined,
  '',
  'companyId=cmp_x&redirectUri=https%3A%2F%2Fevil.example&sessionId=s',
  'companyId[]=a&companyId=b&redirectUri=%00',
  `sessionId=${'x'.repeat(5_000)}`,
  'companyId=%ED%A0%80&redirectUri=javascript:alert(1)',
] as const;

/**
 * One browser walks through all forms of the owner's pages with the tokens of its own session, so that what it fills in gets
 * past the guard: from the link of an invitation over signing up and in, a claim, the decision and a text to accept.
 */
export async function fuzzForms({ sandbox, targets, run, seed }: Attack, round: number): Promise<void> {
  const random = new Random(mixed(seed, round, APART));
  const how = `by a browser, in the middle of its forms; again with FUZZ_SEED=${seed} FUZZ_ROUND=${round}:`;
  const visitor = new Visitor(sandbox, run, targets);
  const { email = '', password = '' } = sandbox.world.owners[0] ?? {};
  const gatewayId = random.pick(['101000001', '101000004', '101000005', '999999999']);
  const invitation = () => visitor.get('GET /owner/invitation', how);
  const send = (form: Form, fields: Fields) =>
    visitor.send(form, how, filledIn([...visitor.hidden(form, gatewayId), ...fields], random), gatewayId);

  await visitor.open(random.chance(0.5) ? 'GET /invite' : 'GET /owner/invite', how, random.pick(LINKS));
  await visitor.open('GET /invite', how);
  await send(FORMS.signUp, [
    ['email', `fuzz${round}@example.org`],
    ['password', 'twelve chars or more'],
    ['name', 'Fuzz'],
  ]);
  await invitation();
  await send(FORMS.signOut, []);
  // As it is meant, so that the forms behind it are reached.
  await visitor.open('GET /invite', how);
  await visitor.send(FORMS.signIn, how, [
    ...visitor.hidden(FORMS.signIn),
    ['email', email],
    ['password', password],
  ]);
  await invitation();
  await send(FORMS.claim, [
    ['gatewayId', gatewayId],
    ['labelPassword', 'ABCD-EFGH-IJKL'],
  ]);
  await invitation();
  await send(FORMS.decide, [
    ['gatewayId', gatewayId],
    ['monitoring', 'yes'],
    ['validUntil', '2099-12-31'],
    ['decision', random.pick(['share', 'refuse', 'return', 'x'])],
  ]);
  await visitor.get('GET /owner/gateways/:gatewayId/consent', how, { gatewayId });
  await send(FORMS.consent, [['decision', random.pick(['accept', 'x'])]]);
  await send(FORMS.signIn, [
    ['email', email],
    ['password', password],
  ]);
}

/** A form with up to three places spoilt; its token is left alone most of the time, since without it nothing else is looked at. */
function filledIn(fields: Fields, random: Random): Fields | string {
  let filled = [...fields];
  for (let times = random.below(4); times > 0; times -= 1) {
    const at = random.below(filled.length);
    const [name = 'x', value = ''] = filled[at] ?? [];
    if (name === 'form' && random.chance(0.9)) continue;
    filled = random.pick<() => Fields>([
      () => filled.toSpliced(at, 1),
      () => [...filled, [name, nastyText(random)]],
      () => filled.toSpliced(at, 1, [name, nastyText(random).toWellFormed()]),
      () => filled.toSpliced(at, 1, [name, value + 'x'.repeat(LONG)]),
      () => [...filled, ['__proto__', value]],
    ])() as (readonly [string, string])[];
  }
  if (random.chance(0.95)) return filled;
  const text = encoded(filled);
  return random.pick([text.slice(0, random.below(text.length)), `${text}&%zz=%E0%A4`, `&&&=&${text}`]);
}
