import { FORMS, Visitor, type Form } from '../visitor.ts';
import type { Guide } from './guide.ts';

const HOW = 'as it is meant:';

/** The pages without a script, each form filled in as it is meant: from an invitation to a signed return, and a text accepted again. */
export async function visitForms(guide: Guide): Promise<void> {
  const { sandbox, run } = guide;
  const { email = '', password = '' } = sandbox.world.owners[0] ?? {};
  const made = await sandbox.call<{ gatewayId: string }>('POST', '/sandbox/gateways', {
    body: { profile: 'none', share: false },
  });
  const { body: free } = await guide.go('POST /operator/gateways', {
    json: { gatewayType: 'K40', brand: 'BOSCH' },
  });
  const visitor = new Visitor(sandbox, run, guide.targets);
  const fill = async (form: Form, fields: Readonly<Record<string, string>>, gatewayId = '') => {
    const all = [...visitor.hidden(form, gatewayId), ...Object.entries(fields)];
    const reply = await visitor.send(form, HOW, all, gatewayId);
    if (reply?.status !== 303)
      run.fault(`the form ${form} as it is meant: ${reply?.status} ${reply?.text.slice(0, 3_000)}`);
  };
  await visitor.open('HEAD /invite', HOW);
  await visitor.open('HEAD /owner/invite', HOW);
  await visitor.open('GET /invite', HOW);
  await fill(FORMS.signUp, { email: 'form@example.org', password: 'twelve chars or more', name: 'Fo' });
  await visitor.get('GET /owner/invitation', HOW);
  await fill(FORMS.signOut, {});
  await visitor.open('GET /owner/invite', HOW);
  await fill(FORMS.signIn, { email, password });
  await visitor.get('GET /owner/invitation', HOW);
  await fill(FORMS.claim, {
    gatewayId: String(free['gatewayId']),
    labelPassword: String(free['labelPassword']),
  });
  await visitor.get('GET /owner/invitation', HOW);
  const scope = { monitoring: 'yes', remoteControl: 'yes', dataPoints: 'yes' };
  await fill(FORMS.decide, { gatewayId: made.body.gatewayId, ...scope, decision: 'share' });
  const gatewayId = '101000004';
  await visitor.get('GET /owner/gateways/:gatewayId/consent', HOW, { gatewayId });
  for (const name of ['HEAD /owner/invitation', 'HEAD /owner/gateways/:gatewayId/consent'])
    await visitor.get(name, HOW, { gatewayId });
  await visitor.get('GET /owner/gateways/:gatewayId/consent', HOW, { gatewayId });
  await fill(FORMS.consent, { decision: 'accept' }, gatewayId);
}
