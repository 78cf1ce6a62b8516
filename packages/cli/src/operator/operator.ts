import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { showHealth } from './health.ts';
import { OPERATOR } from './help.ts';
import { signIn, signOut } from './operator-session.ts';

const SEE = 'see "hearthgate operator --help"';

/** `hearthgate operator ...` */
export async function runOperator(args: string[]): Promise<void> {
  const { action, values } = parseCall(OPERATOR, args);
  const email = () => emailOf(values.email);
  if (action === 'sign-in')
    return signIn({ email: email(), url: values.url, code: values.code, json: values.json }, process.env);
  if (action === 'sign-out') return signOut(process.env, { json: values.json });
  if (action === 'health') return showHealth({ json: values.json });
  // Loaded only now: signing in needs neither a database nor its libraries.
  const maintenance = await import('@hearthgate/server/maintenance');
  const { json } = values;
  switch (action) {
    case 'create':
      return maintenance.createOperator(process.env, { email: email(), name: values.name ?? '', json });
    case 'list':
      return maintenance.printOperators(process.env, { json });
    case 'remove':
      return maintenance.dropOperator(process.env, { email: email(), json });
    case 'reset':
      return maintenance.renewOperator(process.env, { email: email(), json });
  }
}

function emailOf(text: string | undefined): string {
  if (text === undefined) throw new UsageError(`which operator? Give --email; ${SEE}`);
  if (!/^[^@\s]{1,64}@[^@\s]+\.[^@\s]+$/.test(text) || text.length > 254)
    throw new UsageError(`--email "${text}" is not an address like you@example.org`);
  return text;
}
