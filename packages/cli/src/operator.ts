import { UsageError } from './errors.ts';
import { OPERATOR_HELP } from './help.ts';
import { signIn, signOut } from './operator-session.ts';
import { parseOptions } from './parse-options.ts';

const SEE = 'see "hearthgate operator --help"';
const ACTIONS = ['create', 'list', 'remove', 'reset', 'sign-in', 'sign-out'] as const;
/** Options that an action takes beside `--help`. */
const TAKES: Readonly<Record<(typeof ACTIONS)[number], readonly string[]>> = {
  create: ['email', 'name'],
  list: [],
  remove: ['email'],
  reset: ['email'],
  'sign-in': ['email', 'url', 'code'],
  'sign-out': [],
};

/** `hearthgate operator ...` */
export async function runOperator(args: string[]): Promise<void> {
  const { values, positionals } = parseOptions('operator', {
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      email: { type: 'string' },
      name: { type: 'string' },
      url: { type: 'string' },
      code: { type: 'string' },
    },
  });
  if (values.help) {
    console.log(OPERATOR_HELP);
    return;
  }
  const action = ACTIONS.find((each) => each === positionals[0]);
  if (positionals.length !== 1 || !action)
    throw new UsageError(`say what to do: ${ACTIONS.join(', ')}; ${SEE}`);
  const surplus = Object.keys(values).find((name) => !TAKES[action].includes(name));
  if (surplus !== undefined) throw new UsageError(`"operator ${action}" takes no --${surplus}; ${SEE}`);
  const email = () => emailOf(values.email);
  if (action === 'sign-in')
    return signIn({ email: email(), url: values.url, code: values.code }, process.env);
  if (action === 'sign-out') return signOut(process.env);
  // Loaded only now: signing in needs neither a database nor its libraries.
  const maintenance = await import('@hearthgate/server/maintenance');
  switch (action) {
    case 'create':
      return maintenance.createOperator(process.env, { email: email(), name: values.name ?? '' });
    case 'list':
      return maintenance.printOperators(process.env);
    case 'remove':
      return maintenance.dropOperator(process.env, { email: email() });
    case 'reset':
      return maintenance.renewOperator(process.env, { email: email() });
  }
}

function emailOf(text: string | undefined): string {
  if (text === undefined) throw new UsageError(`which operator? Give --email; ${SEE}`);
  if (!/^[^@\s]{1,64}@[^@\s]+\.[^@\s]+$/.test(text) || text.length > 254)
    throw new UsageError(`--email "${text}" is not an address like you@example.org`);
  return text;
}
