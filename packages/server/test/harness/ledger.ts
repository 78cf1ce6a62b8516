import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { anchorFileIn } from '../../src/access/index.ts';
import { entryHash, headOf } from '../../src/access/consent-ledger/entry.ts';
import { loadSigner, type Signer } from '../../src/access/consent-ledger/signing-key.ts';
import type { EntryRow } from '../../src/access/consent-ledger/tables.ts';
import { verifyLedger, type VerifyOptions } from '../../src/access/consent-ledger/verify/verify-ledger.ts';
import { openDatabase, openPool } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import { readMasterKey, type MasterKey } from '../../src/platform/master-key.ts';
import type { TestSandbox } from './sandbox.ts';

const TABLES = ['consent_entries', 'consent_heads', 'consent_texts', 'signing_keys'];

/** The ledger of a sandbox in the hands of somebody who can write to the database. */
export class LedgerHands {
  readonly pool: pg.Pool;
  readonly masterKey: MasterKey;
  readonly anchorFile: string;
  readonly companyId: string;
  readonly db;

  private constructor(sandbox: TestSandbox, pool: pg.Pool, masterKey: MasterKey, companyId: string) {
    this.pool = pool;
    this.db = openDatabase(pool);
    this.masterKey = masterKey;
    this.anchorFile = anchorFileIn(sandbox.dataDir);
    this.companyId = companyId;
  }

  static async lay(sandbox: TestSandbox, databaseUrl: string): Promise<LedgerHands> {
    const pool = openPool({ connectionString: databaseUrl }, createLog('silent'));
    const masterKey = await readMasterKey(join(sandbox.dataDir, 'master-key.json'), false);
    const companyId = sandbox.world.companies[0]?.companyId ?? '';
    return new LedgerHands(sandbox, pool, masterKey, companyId);
  }

  /** Number and kind of every fault of the company; null for what is about no company. */
  async faults(options: Partial<VerifyOptions> = {}): Promise<string[]> {
    const { faults } = await verifyLedger(this.db, this.masterKey, {
      anchorFile: this.anchorFile,
      ...options,
    });
    return faults.map(({ no, kind }) => `${no ?? '-'} ${kind}`);
  }

  async entries(): Promise<EntryRow[]> {
    const { rows } = await this.pool.query<EntryRow>(
      'SELECT * FROM consent_entries WHERE company_id = $1 ORDER BY no',
      [this.companyId],
    );
    return rows;
  }

  async save(): Promise<void> {
    await this.pool.query('CREATE SCHEMA saved');
    for (const table of TABLES) await this.pool.query(`CREATE TABLE saved.${table} AS TABLE ${table}`);
    await copyFile(this.anchorFile, `${this.anchorFile}.saved`);
  }

  async restore(): Promise<void> {
    for (const table of TABLES)
      await this.pool.query(`TRUNCATE ${table}; INSERT INTO ${table} SELECT * FROM saved.${table}`);
    await copyFile(`${this.anchorFile}.saved`, this.anchorFile);
  }

  signer(): Promise<Signer> {
    return loadSigner(this.db, this.masterKey, 0);
  }

  /** Puts entries in place of those from `fromNo` on, with links, hashes and head that fit. */
  async rewrite(fromNo: number, entries: readonly EntryRow[], signer?: Signer): Promise<void> {
    const before = (await this.entries()).find(({ no }) => no === fromNo - 1);
    await this.pool.query('DELETE FROM consent_entries WHERE company_id = $1 AND no >= $2', [
      this.companyId,
      fromNo,
    ]);
    let prevHash = before?.hash ?? '0'.repeat(64);
    let no = fromNo;
    for (const entry of entries) {
      const linked = { ...entry, no, prev_hash: prevHash };
      const hashed = { ...linked, hash: entryHash(linked) };
      const signed = signer ? { ...hashed, kid: signer.kid, signature: signer.sign(headOf(hashed)) } : hashed;
      await this.#insert(signed);
      prevHash = signed.hash;
      no += 1;
    }
    await this.pool.query('UPDATE consent_heads SET no = $2, hash = $3 WHERE company_id = $1', [
      this.companyId,
      no - 1,
      prevHash,
    ]);
  }

  async editAnchors(edit: (lines: string[]) => string[]): Promise<void> {
    const lines = (await readFile(this.anchorFile, 'utf8')).trimEnd().split('\n');
    await writeFile(this.anchorFile, `${edit(lines).join('\n')}\n`);
  }

  async #insert(entry: EntryRow): Promise<void> {
    const names = Object.keys(entry);
    await this.pool.query(
      `INSERT INTO consent_entries (${names.join()}) VALUES (${names.map((_, i) => `$${i + 1}`).join()})`,
      Object.values(entry),
    );
  }
}
