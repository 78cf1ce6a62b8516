import { chmod, mkdir, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMissingLinks, findBinaries } from './binaries.ts';
import { chooseRunAs } from './run-as.ts';
import { ensureSocketDirectory, socketDirectoryFor } from './socket-directory.ts';
import { makeTempDir, removeDataDir } from './test-support.ts';

const isRoot = process.getuid?.() === 0;
let tempDir: string;

beforeEach(async () => {
  tempDir = await makeTempDir();
});
afterEach(async () => {
  await removeDataDir(tempDir);
});

describe('the libraries of the binaries', () => {
  it('are linked when install scripts were off', async () => {
    await mkdir(join(tempDir, 'native/lib'), { recursive: true });
    const links = [{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so' }];
    await writeFile(join(tempDir, 'native/pg-symlinks.json'), JSON.stringify(links));
    await createMissingLinks(tempDir);
    await createMissingLinks(tempDir);
    expect(await readlink(join(tempDir, 'native/lib/libx.so'))).toBe('libx.so.1.2');
  });
});

describe('the socket directory', () => {
  it('leaves a deep data directory for the temporary folder', () => {
    expect(socketDirectoryFor('/data')).toBe('/data/run');
    expect(socketDirectoryFor(`/${'d'.repeat(90)}`)).toMatch(/\/hearthgate-[0-9a-f]{16}$/);
  });

  it('is not trusted when somebody else prepared it', async () => {
    const path = join(tempDir, 'run');
    const asIs = { name: '', prefix: [], ids: undefined };
    await ensureSocketDirectory(path, asIs);
    await chmod(path, 0o755);
    await expect(ensureSocketDirectory(path, asIs)).rejects.toThrow('Remove it and start again');
  });
});

describe.skipIf(!isRoot)('the user of the database, started by root', () => {
  it('is not root, whoever can reach the data, and stays who owns the data', async () => {
    const { postgres } = await findBinaries();
    const cluster = join(tempDir, 'postgres');
    await chmod(tempDir, 0o700);
    expect((await chooseRunAs(postgres, tempDir, cluster)).prefix).toEqual(['unshare', '--user']);
    await mkdir(cluster, { mode: 0o700 });
    await chmod(tempDir, 0o711);
    expect((await chooseRunAs(postgres, tempDir, cluster)).prefix).toEqual(['unshare', '--user']);
  });

  it('gets a message that names the cure when there is none', async () => {
    await expect(chooseRunAs(join(tempDir, 'missing'), tempDir, join(tempDir, 'postgres'))).rejects.toThrow(
      'set DATABASE_URL',
    );
  });
});
