import { readFile } from 'node:fs/promises';
import { anchorFileIn, verifyLedger } from '../access/index.ts';
import { StartupError } from '../platform/startup-error.ts';
import { maintain } from './maintain.ts';

export interface ConsentCheck {
  readonly receiptFile: string | undefined;
  readonly companyId: string | undefined;
  readonly withoutAnchors: boolean;
  /** For programs. */
  readonly json?: boolean;
}

/** Checks the consent ledger and prints what is wrong; the process exits with 1 when something is. */
export async function verifyConsent(env: NodeJS.ProcessEnv, check: ConsentCheck): Promise<void> {
  await maintain(env, async ({ config, db, masterKey }) => {
    const result = await verifyLedger(db, masterKey, {
      anchorFile: check.withoutAnchors ? undefined : anchorFileIn(config.dataDir),
      companyId: check.companyId,
      receipt: check.receiptFile === undefined ? undefined : await readReceipt(check.receiptFile),
    });
    if (result.totalFaults > 0) process.exitCode = 1;
    if (check.json === true) {
      process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
      return;
    }
    for (const { companyId, no, message } of result.faults) {
      const place = `${companyId ?? 'ledger'}${no === null ? '' : ` entry ${no}`}`;
      process.stdout.write(companyId === null ? `${place}: ${message}\n` : `${place} ${message}\n`);
    }
    const read = `${result.companies} chain(s), ${result.entries} entries, ${result.anchors} anchored heads`;
    const verdict = result.totalFaults === 0 ? 'sound' : `${result.totalFaults} fault(s)`;
    process.stdout.write(`${read}: ${verdict}\n`);
  });
}

async function readReceipt(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new StartupError(`${file} cannot be read as a receipt: ${String(error)}`, { cause: error });
  }
}
