import { stat } from 'node:fs/promises';
import type { Db } from '../../../platform/database/database.ts';
import type { MasterKey } from '../../../platform/master-key.ts';
import { StartupError } from '../../../platform/startup-error.ts';
import { Faults, type Fault } from './fault.ts';
import { readGround } from './ground.ts';
import { findHead, hasLedger, ledgerCompanies } from './store.ts';
import { verifyAnchors } from './verify-anchors.ts';
import { verifyChain } from './verify-chain.ts';
import { verifyReceipt } from './verify-receipt.ts';

export interface VerifyOptions {
  /** Undefined: the chains are not compared with any anchors. */
  readonly anchorFile: string | undefined;
  /** Only this company's chain. */
  readonly companyId?: string | undefined;
  /** A parsed receipt. */
  readonly receipt?: unknown;
}

export interface Verification {
  readonly companies: number;
  readonly entries: number;
  readonly anchors: number;
  /** The first ones of each company. */
  readonly faults: readonly Fault[];
  readonly totalFaults: number;
}

/** Checks every chain of the ledger in one snapshot of the database; nothing is written. */
export async function verifyLedger(
  db: Db,
  masterKey: MasterKey,
  { anchorFile, companyId, receipt }: VerifyOptions,
): Promise<Verification> {
  if (!(await hasLedger(db)))
    throw new StartupError('This database has no consent ledger yet. Start the server once, which makes it.');
  // Before the snapshot: whatever is anchored by now was committed before.
  const bytes = anchorFile === undefined ? undefined : await sizeOf(anchorFile);
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const faults = new Faults();
      const ground = await readGround(tx, masterKey, faults);
      const companies = (await ledgerCompanies(tx)).filter(
        (id) => companyId === undefined || id === companyId,
      );
      let entries = 0;
      const lastNos = new Map<string, number>();
      for (const id of companies) {
        const chain = await verifyChain(tx, id, await findHead(tx, id), ground, faults);
        entries += chain.entries;
        lastNos.set(id, chain.lastNo);
      }
      let anchors = 0;
      if (anchorFile !== undefined && bytes !== undefined) {
        const chains = { companyId, lastNos };
        anchors = await verifyAnchors(tx, { path: anchorFile, bytes }, chains, ground, faults);
      } else if (anchorFile !== undefined && entries > 0) {
        faults.add(null, null, 'anchor', `the anchor file ${anchorFile} is missing`);
      }
      if (receipt !== undefined) await verifyReceipt(tx, receipt, ground, faults);
      return {
        companies: companies.length,
        entries,
        anchors,
        faults: faults.list,
        totalFaults: faults.total,
      };
    });
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    (found) => found.size,
    () => undefined,
  );
}
