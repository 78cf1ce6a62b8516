import { resolve } from 'node:path';
import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { checkHar } from './check-har.ts';
import { COMPAT } from './help.ts';
import { redactHar } from './redact.ts';
import { reportText, secretsText } from './render.ts';

/** `hearthgate compat`: what a recording of the reference has that we do not, and the other way round. */
export async function runCompat(args: string[]): Promise<void> {
  const { values, args: files } = parseCall(COMPAT, args);
  const [file = ''] = files;
  if (values['hash-ids'] && values.redact === undefined)
    throw new UsageError('--hash-ids is for the copy that --redact OUT.har writes');
  if (values.redact !== undefined && resolve(values.redact) === resolve(file))
    throw new UsageError('--redact names the recording itself; give the copy another name');
  const report = await checkHar(file, values.base === undefined ? undefined : baseOf(values.base));
  console.log(values.json ? JSON.stringify(report, undefined, 2) : reportText(report));
  const warning = secretsText(report);
  if (warning !== undefined) console.error(warning);
  if (values.redact !== undefined) {
    const count = await redactHar(file, values.redact, values['hash-ids']);
    console.error(`${values.redact}: ${count} entries without keys, tokens and cookies`);
  }
  if (report.differences.length > 0) process.exitCode = 1;
}

function baseOf(text: string): string {
  const url = URL.parse(text);
  if (!url?.protocol.startsWith('http') || url.search !== '')
    throw new UsageError(`--base "${text}" is not an address of the form https://host/path`);
  return (url.origin + url.pathname).replace(/\/+$/, '');
}
