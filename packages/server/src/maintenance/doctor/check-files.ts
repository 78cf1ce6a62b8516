import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/index.ts';
import { readKeyFile } from '../../platform/key-file.ts';
import { ok, reasonOf, warning, wrong, type Finding } from './finding.ts';

const GIB = 2 ** 30;
/** PostgreSQL stops when it cannot write: its log alone may grow by 1 GiB between two checkpoints. */
const WRONG_BELOW = GIB;
const WARN_BELOW = 5 * GIB;
/** Mode bits of everybody but the owner. */
const OTHERS = 0o077;

/** What the server keeps on disk. */
export async function checkFiles(config: Config): Promise<Finding[]> {
  return [await checkDataDir(config), await checkMasterKey(config)].flat();
}

async function checkDataDir({ dataDir, databaseUrl }: Config): Promise<Finding[]> {
  try {
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return [ok('DATA_DIR', `${dataDir} is not there yet: the first start makes it`)];
    return [
      wrong(
        'DATA_DIR',
        `${dataDir} cannot be written (${reasonOf(error)})`,
        'give it to the user that runs the server',
      ),
    ];
  }
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const text = `${dataDir} has ${(free / GIB).toFixed(1)} GiB free`;
  const cure = 'make room, or move DATA_DIR to a larger disk';
  const scale = databaseUrl === undefined ? 1 : 0.1;
  if (free < WRONG_BELOW * scale) return [wrong('disk', text, cure)];
  return [free < WARN_BELOW * scale ? warning('disk', text, cure) : ok('disk', text)];
}

async function checkMasterKey({ masterKeyFile, mode, dataDir }: Config): Promise<Finding[]> {
  const found = await stat(masterKeyFile).catch(() => undefined);
  if (!found && mode === 'sandbox')
    return [ok('master key', 'not there yet: the first start of a sandbox makes it')];
  const findings: Finding[] = [];
  try {
    const { size } = readKeyFile(masterKeyFile);
    findings.push(ok('master key', `${masterKeyFile} holds ${size === 1 ? 'one key' : `${size} keys`}`));
  } catch (error) {
    const [text = '', ...cure] = reasonOf(error).split('\n');
    return [wrong('master key', text, cure.join(' ').trim() || 'restore it from where you keep a copy')];
  }
  // Windows has no such bits.
  if (process.platform === 'win32') return findings;
  const secrets = [masterKeyFile, ...(mode === 'sandbox' ? [join(dataDir, 'sandbox.json')] : [])];
  for (const file of secrets) {
    const bits = ((await stat(file).catch(() => undefined))?.mode ?? 0) & OTHERS;
    if (bits !== 0)
      findings.push(wrong('file modes', `others of this machine may use ${file}`, `chmod 600 ${file}`));
  }
  return findings;
}
