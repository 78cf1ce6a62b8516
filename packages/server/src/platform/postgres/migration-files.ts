import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartupError } from '../startup-error.ts';

/** Those of this program. */
export const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** The directory's `NNNN_name.sql` files in the order of their numbers. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).toSorted();
  assertNumbered(names, directory);
  return Promise.all(
    names.map(async (name) => {
      // A checkout on Windows may have other line ends; that is no change.
      const sql = (await readFile(join(directory, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

function assertNumbered(names: string[], directory: string): void {
  const byNumber = new Map<string, string>();
  for (const name of names) {
    const number = /^(?<number>\d{4})_[\w-]+\.sql$/.exec(name)?.groups?.['number'];
    if (number === undefined) throw new StartupError(`${join(directory, name)} is not named NNNN_name.sql.`);
    const other = byNumber.get(number);
    if (other !== undefined) {
      throw new StartupError(
        `Two migrations have the number ${number}: ${other} and ${name}. Renumber one of them.`,
      );
    }
    byNumber.set(number, name);
  }
}
