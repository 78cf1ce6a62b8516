import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { SECRETS } from './help.ts';

/** `hearthgate secrets status` and `hearthgate secrets rotate`. */
export async function runSecrets(args: string[]): Promise<void> {
  const { action, values } = parseCall(SECRETS, args);
  const kinds = (['signing-key', 'drop-old'] as const).filter((kind) => values[kind]);
  if (kinds.length > 1)
    throw new UsageError('--signing-key and --drop-old are two steps: give one of them at a time');
  // Loaded only now: a wrong call needs neither a database nor its libraries.
  const { rotateSecrets, showSecrets } = await import('@hearthgate/server/maintenance');
  if (action === 'status') await showSecrets(process.env, { json: values.json });
  else await rotateSecrets(process.env, kinds[0] ?? 'master-key', { json: values.json });
}
