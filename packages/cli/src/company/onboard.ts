import { readFile } from 'node:fs/promises';
import { UsageError, messageOf } from '../shell/errors.ts';
import type { Client } from './client.ts';
import type { OnboardingAnswer } from './answers.ts';
import { changeLines, firstKeyLines } from './lines.ts';
import type { Terminal } from './terminal.ts';

/** Shows what the document changes, asks, and applies exactly that: with the version that was compared. */
export async function onboard(
  client: Client,
  { print, ask }: Terminal,
  input: { file: string; dryRun: boolean; yes: boolean; json: boolean },
): Promise<void> {
  const { companyId, document } = await readDocument(input.file);
  const path = `/operator/companies/${companyId}/onboarding`;
  const planned = (await client.call('PUT', `${path}?dryRun=true`, { body: document })) as OnboardingAnswer;
  const unchanged = (why: string) =>
    print(input.json ? JSON.stringify({ ...planned, companyId, applied: false }, undefined, 2) : why);
  if (!input.json) for (const line of changeLines(planned)) print(line);
  if (planned.changes.length === 0) return unchanged('Nothing to change.');
  if (input.dryRun) return unchanged('Nothing was changed: this was a dry run.');
  if (!input.yes && !/^y(es)?$/i.test(await ask(`Apply this to ${companyId}? [y/N] `)))
    return unchanged('Nothing was changed.');
  const headers = { 'if-match': `"${planned.version}"` };
  const applied = (await client.call('PUT', path, { body: document, headers })) as OnboardingAnswer;
  if (input.json) return print(JSON.stringify({ ...applied, companyId, applied: true }, undefined, 2));
  print(`Done: ${companyId} has version ${applied.version}.`);
  for (const line of firstKeyLines(applied)) print(line);
}

async function readDocument(file: string): Promise<{ companyId: string; document: object }> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
  });
  const document = parse(text, file);
  const companyId = document && 'companyId' in document ? document.companyId : undefined;
  // It becomes part of a path.
  if (!document || typeof companyId !== 'string' || !/^cmp_[0-9A-Za-z]+$/.test(companyId))
    throw new UsageError(`${file} is no onboarding document: "companyId" must name the company (cmp_...)`);
  return { companyId, document };
}

function parse(text: string, file: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${messageOf(error)}`, { cause: error });
  }
}
