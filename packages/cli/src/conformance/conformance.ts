import { writeFile } from 'node:fs/promises';
import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import type { BenchOptions } from './bench.ts';
import { CONFORMANCE } from './help.ts';
import { checkText, markdown, summaryText } from './render.ts';
import { CHECKS, runPack } from './run-pack.ts';

const SECRET_VARIABLE = 'HEARTHGATE_WEBHOOK_SECRET';
/** As deliveries wait. */
const ANSWER_TIMEOUT_MS = 15_000;

/** `hearthgate conformance`: sends a receiver what it has to stand, and tells what it did. */
export async function runConformance(args: string[]): Promise<void> {
  const { values, args: addresses } = parseCall(CONFORMANCE, args);
  if (values.list) return list(values.json);
  if (!/^\d{9}$/.test(values.gateway))
    throw new UsageError(`--gateway "${values.gateway}" is not nine digits`);
  const options: BenchOptions = {
    url: urlOf(addresses[0]),
    secret: secretOf(values.secret ?? process.env[SECRET_VARIABLE]),
    headers: Object.fromEntries(values.header.map(headerOf)),
    gatewayId: values.gateway,
    answerTimeoutMs: ANSWER_TIMEOUT_MS,
  };
  const skip = new Set(values.skip);
  const unknown = values.skip.find((id) => !CHECKS.some((check) => check.id === id));
  if (unknown !== undefined)
    throw new UsageError(`there is no check "${unknown}"; "hearthgate conformance --list" names them`);
  const report = await runPack(options, skip, (result) => {
    if (!values.json) console.log(checkText(result));
  });
  console.log(values.json ? JSON.stringify(report, undefined, 2) : summaryText(report));
  if (values.report !== undefined) await writeFile(values.report, markdown(report));
  if (report.counts.FAILED > 0) process.exitCode = 1;
}

function list(asJson: boolean): void {
  const checks = CHECKS.map(({ id, title, why, fix }) => ({ id, title, why, fix }));
  if (asJson) console.log(JSON.stringify(checks, undefined, 2));
  else for (const { id, title } of checks) console.log(`${id.padEnd(18)} ${title}`);
}

function urlOf(text: string | undefined): URL {
  if (text === undefined)
    throw new UsageError(
      'say which receiver, one address: hearthgate conformance https://...; --help tells more',
    );
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new UsageError(`"${text}" is not an address of the form https://host/path`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError(
      'an endpoint has no password in its address; use --header "authorization: Basic ..."',
    );
  return url;
}

function secretOf(secret: string | undefined): string {
  if (secret === undefined || secret === '')
    throw new UsageError(`set ${SECRET_VARIABLE} to the secret of the endpoint, whsec_...`);
  if (secret.startsWith('whpk_'))
    throw new UsageError(
      'a public key cannot sign. Make a pair for this test: whsk_... here, its public key in the receiver',
    );
  // 24 bytes are the least that Standard Webhooks allow.
  if (!/^(whsec|whsk)_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret))
    throw new UsageError(
      'the secret is not of the form whsec_<base64>; copy it again, without quotes and blanks',
    );
  return secret;
}

function headerOf(text: string): [string, string] {
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s*(\S(?:.*\S)?)\s*$/.exec(text) ?? [];
  // Not repeated in the message: it is likely to be a secret.
  if (name === undefined || value === undefined)
    throw new UsageError("a --header is not of the form 'name: value'");
  return [name.toLowerCase(), value];
}
