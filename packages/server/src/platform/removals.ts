import { appendFile, readFile } from 'node:fs/promises';
import { AppendFile } from './append-file.ts';
import type { Log } from './log.ts';

/** A right that ends: what a database restored from before would give back. Ids only, nobody's name. */
export interface Removal {
  readonly kind: string;
  /** By the platform's clock, as the rows that it is compared with. */
  readonly atMs: number;
}

/** Takes ended rights down outside the database, before the transaction that ends them commits. */
export interface Removals {
  write(removals: readonly Removal[]): Promise<void>;
}

/**
 * The journal of ended rights, a line each. A line may be there without its commit, so a crash at any moment leaves too much
 * in it and never too little. While the disk refuses it rights are ended all the same, and the lines are tried again.
 */
export class RemovalsJournal implements Removals {
  readonly #file: AppendFile;

  private constructor(file: AppendFile) {
    this.#file = file;
  }

  static async open(path: string, log: Log): Promise<RemovalsJournal> {
    const file = await AppendFile.open(path, 'ended rights', log);
    // There from the first start on: a journal that is missing later was lost.
    await appendFile(path, '', { mode: 0o600 });
    return new RemovalsJournal(file);
  }

  async write(removals: readonly Removal[]): Promise<void> {
    for (const removal of removals) this.#file.add(JSON.stringify(removal));
    await this.#file.settled();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** The whole lines of a journal; undefined when there is none. A last line cut by a crash was never committed. */
export async function readJournalLines(path: string): Promise<string[] | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text?.split('\n').slice(0, -1);
}
