import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/index.ts';
import { diskSpace, GIB } from '../../platform/disk-space.ts';
import { readKeyFile } from '../../platform/key-file.ts';
import { ok, reasonOf, warning, wrong, type Finding } from './finding.ts';

/** Of what a database needs, where it is elsewhere. */
const WITHOUT_DATABASE = 0.1;
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
  const { freeBytes, state } = await diskSpace(dataDir, databaseUrl === undefined ? 1 : WITHOUT_DATABASE);
  const text = `${dataDir} has ${(freeBytes / GIB).toFixed(1)} GiB free`;
  const cure = 'make room, or move DATA_DIR to a larger disk';
  if (state === 'full') return [wrong('disk', text, cure)];
  return [state === 'ok' ? ok('disk', text) : warning('disk', text, cure)];
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
