import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StartupError } from '../../platform/startup-error.ts';

/** As `sha256sum` reads and writes it, so that a backup can be checked anywhere. */
export const SUMS = 'SHA256SUMS';
const LINE = /^(?<sum>[0-9a-f]{64}) [ *](?<name>[\w.-]+(?:\/[\w.-]+)*)$/;

export async function writeSums(folder: string, sums: ReadonlyMap<string, string>): Promise<void> {
  const lines = [...sums].map(([name, sum]) => `${sum}  ${name}\n`);
  await writeFile(join(folder, SUMS), lines.join(''), { flush: true });
}

/** Reads every file of a backup again; refuses with the name of the first one that is not as it was written. */
export async function checkSums(folder: string): Promise<void> {
  const path = join(folder, SUMS);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new StartupError(
      `${folder} is no backup of Hearthgate: ${SUMS} cannot be read. Give the folder that "hearthgate backup" named.`,
      { cause: error },
    );
  });
  for (const line of text.split('\n').filter(Boolean)) {
    const { sum, name } = LINE.exec(line)?.groups ?? {};
    if (sum === undefined || name === undefined || name.split('/').includes('..')) throw damaged(path);
    const found = await sumOf(join(folder, name));
    if (found !== sum) throw damaged(join(folder, name));
  }
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw new StartupError(
      `${path} cannot be read (${String(error)}). Nothing was changed; take another backup.`,
      {
        cause: error,
      },
    );
  }
  return hash.digest('hex');
}

function damaged(path: string): StartupError {
  return new StartupError(
    `${path} is damaged. Nothing was changed; take another copy of this backup, or an older one.`,
  );
}
