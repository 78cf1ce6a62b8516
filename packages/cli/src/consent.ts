import { UsageError } from './errors.ts';
import { CONSENT_HELP } from './help.ts';
import { parseOptions } from './parse-options.ts';

/** `hearthgate consent verify`. */
export async function runConsent(args: string[]): Promise<void> {
  const { values, positionals } = parseOptions('consent', {
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      receipt: { type: 'string' },
      company: { type: 'string' },
      'without-anchors': { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(CONSENT_HELP);
    return;
  }
  if (positionals.length !== 1 || positionals[0] !== 'verify')
    throw new UsageError('say what to do with the ledger: "hearthgate consent verify"; --help tells more');
  // Loaded only now: `--help` needs neither a database nor its libraries.
  const { verifyConsent } = await import('@hearthgate/server/maintenance');
  await verifyConsent(process.env, {
    receiptFile: values.receipt,
    companyId: values.company,
    withoutAnchors: values['without-anchors'] === true,
  });
}
