import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ACCESS_PARTITIONS,
  addContractTimers,
  createAccess,
  openLedger,
  publishConsent,
  SEEDED_TEXTS,
  type Access,
} from '../../src/access/index.ts';
import { MovableClock } from '../../src/platform/clock.ts';
import { openDatabase, openPool } from '../../src/platform/database/database.ts';
import { keepPartitions } from '../../src/platform/database/partitions.ts';
import { createLog } from '../../src/platform/log.ts';
import { MailOutbox } from '../../src/platform/mail/outbox.ts';
import { readMasterKey } from '../../src/platform/master-key.ts';
import type { Removal } from '../../src/platform/removals.ts';
import { createDatabase } from './database.ts';
import { platformOf } from './platform.ts';

/** The access domain alone, on a database of its own; its clock stands still until it is moved, its timers run when asked. */
export interface TestAccess {
  readonly access: Access;
  readonly clock: MovableClock;
  /** Keeps what was mailed. */
  readonly mails: MailOutbox;
  /** What the journal would hold. */
  readonly ended: Removal[];
  readonly masterKeyFile: string;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

export async function startAccess(startMs: number): Promise<TestAccess> {
  const database = await createDatabase();
  const clock = new MovableClock({ anchorRealMs: 0, anchorMs: startMs, speed: 1, frozen: true });
  const domain = await openAccess(database.url, clock, startMs);
  await publishConsent(domain.access, {
    version: '2024-07',
    texts: SEEDED_TEXTS['2024-07'],
    effectiveFrom: new Date(startMs),
    requiredForRemoteControl: true,
  });
  return {
    ...domain,
    stop: async () => {
      await domain.stop();
      await database.drop();
    },
  };
}

/** Another node on the same database, by the same clock. */
export function joinAccess({ databaseUrl, masterKeyFile, clock }: TestAccess): Promise<TestAccess> {
  return openAccess(databaseUrl, clock, clock.now(), masterKeyFile);
}

async function openAccess(
  databaseUrl: string,
  clock: MovableClock,
  startMs: number,
  sharedKeyFile?: string,
): Promise<TestAccess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hg-access-'));
  const log = createLog('silent');
  const pool = openPool({ connectionString: databaseUrl }, log);
  const db = openDatabase(pool);
  await keepPartitions(db, ACCESS_PARTITIONS, startMs);
  const masterKeyFile = sharedKeyFile ?? join(dataDir, 'master-key.json');
  const masterKey = await readMasterKey(masterKeyFile, true);
  const mails = new MailOutbox('MAILBOX', clock, masterKey);
  const ended: Removal[] = [];
  const removals = { write: async (removed: readonly Removal[]) => void ended.push(...removed) };
  const platform = platformOf({ pool, db, clock, log, masterKey, mails, removals });
  const url = 'http://localhost';
  const ledger = await openLedger(platform, dataDir);
  const access = createAccess(
    platform,
    { publicUrl: () => url, portalUrl: () => `${url}/owner` },
    { trustProxy: [], plainHttpCallers: [] },
    { ledger, consentNoticeMs: 0 },
    { accountOf: () => Promise.resolve(null) },
  );
  addContractTimers(access);
  return {
    access,
    mails,
    ended,
    clock,
    masterKeyFile,
    databaseUrl,
    stop: async () => {
      await ledger.anchors.close();
      await pool.end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
