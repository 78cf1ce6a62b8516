import { UsageError } from './errors.ts';
import { SECRETS_HELP } from './help.ts';
import { parseOptions } from './parse-options.ts';

/** `hearthgate secrets status` and `hearthgate secrets rotate`. */
export async function runSecrets(args: string[]): Promise<void> {
  const { values, positionals } = parseOptions('secrets', {
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      'signing-key': { type: 'boolean' },
      'drop-old': { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(SECRETS_HELP);
    return;
  }
  const kinds = (['signing-key', 'drop-old'] as const).filter((kind) => values[kind] === true);
  const [verb, ...rest] = positionals;
  if (
    rest.length > 0 ||
    (verb !== 'rotate' && !(verb === 'status' && kinds.length === 0)) ||
    kinds.length > 1
  )
    throw new UsageError(
      'say what to do with the secrets: "hearthgate secrets status", or "hearthgate secrets rotate" with at most one ' +
        'of --signing-key and --drop-old; --help tells more',
    );
  // Loaded only now: `--help` needs neither a database nor its libraries.
  const { rotateSecrets, showSecrets } = await import('@hearthgate/server/maintenance');
  if (verb === 'status') await showSecrets(process.env);
  else await rotateSecrets(process.env, kinds[0] ?? 'master-key');
}
