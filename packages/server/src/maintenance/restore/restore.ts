import { appendFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import { anchorFileIn } from '../../access/index.ts';
import { readConfig, type Config } from '../../config/index.ts';
import { createLog } from '../../platform/log.ts';
import { takeServerLock } from '../../platform/postgres/server-lock.ts';
import { requireSameMode } from './require-same-mode.ts';
import { readManifest } from '../backup/manifest.ts';
import { checkSums } from '../backup/sums.ts';
import { progressLine, told } from '../told.ts';
import { visitDatabase } from '../visit-database.ts';
import { endAgain, type EndedAgain } from './end-again.ts';
import { findBase } from './find-base.ts';
import { readJournals, type Journals } from './read-journals.ts';
import { replaceCluster } from './replace-cluster.ts';
import { restoreBase } from './restore-base.ts';
import { restoreInto } from './restore-into.ts';

export interface RestoreOrder {
  /** Undefined: the database was restored by another tool, and only what ended is ended again. */
  readonly from: string | undefined;
  /** A moment that base backup and log reach, or `latest`; undefined: not asked for. */
  readonly to?: string | undefined;
  /** Besides the server's own: those of other nodes. */
  readonly journals: readonly string[];
  readonly withoutJournal: boolean;
  /** Moves a database that is there aside. */
  readonly replace: boolean;
  readonly json: boolean;
}

interface Restored extends EndedAgain {
  /** What was moved aside. */
  readonly aside: readonly string[];
}

/** `hearthgate restore` */
export function restore(env: NodeJS.ProcessEnv, order: RestoreOrder): Promise<void> {
  const progress = progressLine();
  return told(async () => {
    try {
      const config = readConfig(env);
      const journals = await readJournals(config.removalsJournal, order.journals, order.withoutJournal);
      const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
      const base = await findBase(config, order);
      const from = base?.folder ?? order.from;
      const parts = { journals, stamp, replace: order.replace, onProgress: progress.show };
      const restored = base
        ? await restoreBase(config, { ...parts, base })
        : from === undefined
          ? await afterOtherTool(config, journals, stamp)
          : await fromBackup(config, { ...parts, from });
      const line = { kind: 'restored', atMs: Date.now(), logEpoch: restored.logEpoch };
      const lines = [...journals.foreign, JSON.stringify(line)].map((each) => `${each}\n`);
      await appendFile(config.removalsJournal, lines.join(''), { mode: 0o600, flush: true });
      progress.clear();
      process.stdout.write(order.json ? `${JSON.stringify(restored)}\n` : summary(restored, from));
    } finally {
      progress.clear();
    }
  });
}

interface FromBackup {
  readonly from: string;
  readonly journals: Journals;
  readonly stamp: string;
  readonly replace: boolean;
  readonly onProgress: (text: string) => void;
}

async function fromBackup(config: Config, order: FromBackup): Promise<Restored> {
  const { from, journals, stamp, onProgress } = order;
  onProgress('checking the backup');
  await checkSums(from);
  const manifest = await readManifest(from);
  requireSameMode(manifest, config);
  const parts = { folder: from, manifest, journals, onProgress };
  if (config.databaseUrl === undefined) {
    return replaceCluster(config, { stamp, replace: order.replace }, (connection, anchorDir) =>
      restoreInto(connection, config, { ...parts, anchorDir }),
    );
  }
  return alone({ connectionString: config.databaseUrl }, async (connection) => {
    const aside = await moveAnchorsAside(config.dataDir, stamp);
    return { ...(await restoreInto(connection, config, { ...parts, anchorDir: config.dataDir })), aside };
  });
}

function afterOtherTool(config: Config, journals: Journals, stamp: string): Promise<Restored> {
  return visitDatabase(config, createLog('silent'), (found) =>
    alone(found, async (connection) => {
      const aside = await moveAnchorsAside(config.dataDir, stamp);
      return { ...(await endAgain(connection, config, { anchorDir: config.dataDir, journals })), aside };
    }),
  );
}

/** No server runs, and none starts meanwhile. */
async function alone<T>(
  connection: ClientConfig,
  work: (connection: ClientConfig) => Promise<T>,
): Promise<T> {
  const lock = await takeServerLock(connection, 'this database');
  try {
    return await work(connection);
  } finally {
    await lock.release();
  }
}

/** Heads of consents that were given after the backup fit no restored ledger; they stay as evidence, under another name. */
async function moveAnchorsAside(dataDir: string, stamp: string): Promise<string[]> {
  const aside = join(dataDir, `consent-heads.before-${stamp}.jsonl`);
  try {
    await rename(anchorFileIn(dataDir), aside);
    return [aside];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function summary({ logEpoch, ended, aside }: Restored, from: string | undefined): string {
  const counts = Object.entries(ended).map(([kind, count]) => `${count} ${kind}`);
  return [
    from === undefined ? 'The database may be served again.' : `Restored from ${from}.`,
    `Ended again: ${counts.join(', ') || 'nothing'}. Everybody has to sign in again; open links and invitations are void.`,
    `The event log is in epoch ${logEpoch}: cursors from before are answered with 410.`,
    ...aside.map((path) => `Moved aside: ${path}`),
    '',
  ].join('\n');
}
