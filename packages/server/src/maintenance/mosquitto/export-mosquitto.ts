import { readFile, stat } from 'node:fs/promises';
import { brokerAccounts, makeSecret } from '../../gateways/index.ts';
import { mqttServerOf } from '../../platform/broker/mqtt-server.ts';
import { openDatabase, openPool, type Db } from '../../platform/database/database.ts';
import { createLog } from '../../platform/log.ts';
import { StartupError } from '../../platform/startup-error.ts';
import { aclOf, passwordLine, replaceFile } from './files.ts';
import { watchGateways } from './watch-gateways.ts';

const PAGE = 5_000;

export interface MosquittoExport {
  /** Where `passwords` and `acl` go. */
  readonly folder: string;
  /** Resolves when the export is to end; undefined: once. */
  readonly until: Promise<void> | undefined;
  /** Names the process that is told by SIGHUP to read the files again. */
  readonly pidFile: string | undefined;
  /** The files were replaced; `isReloaded`: Mosquitto was told. */
  readonly written: (what: { gateways: number; isReloaded: boolean }) => void;
  /** It is tried again. */
  readonly failed: (reason: string) => void;
}

/** Writes Mosquitto's password file and access list from the database, once or whenever a gateway comes or goes. */
export async function exportMosquitto(env: NodeJS.ProcessEnv, wish: MosquittoExport): Promise<void> {
  const connectionString = env['DATABASE_URL'];
  const server = mqttServerOf(env['MQTT_URL'] ?? '');
  if (connectionString === undefined || server?.username === undefined || server.password === undefined)
    throw new StartupError(
      'Set DATABASE_URL and MQTT_URL as for "hearthgate start"; MQTT_URL names the user and the password of the server itself.',
    );
  if (!(await stat(wish.folder).catch(() => undefined))?.isDirectory())
    throw new StartupError(`${wish.folder} is no folder. Make it, owned by the user that Mosquitto runs as.`);
  const pool = openPool({ connectionString }, createLog('silent'));
  const db = openDatabase(pool);
  const { username, password } = server;
  const own = passwordLine(username, (await makeSecret(password)).stored);
  const write = () => writeFiles(db, wish, { username, line: own });
  try {
    await write();
    if (wish.until) await watchGateways(connectionString, { write, until: wish.until, failed: wish.failed });
  } finally {
    await pool.end();
  }
}

async function writeFiles(
  db: Db,
  { folder, pidFile, written }: MosquittoExport,
  own: { username: string; line: string },
): Promise<void> {
  let count = 0;
  async function* passwords() {
    yield own.line;
    for (let after = 0; ;) {
      const page = await brokerAccounts(db, after, PAGE);
      count += page.length;
      yield page.map((row) => passwordLine(String(row.gateway_id), row)).join('');
      after = page.at(-1)?.gateway_id ?? 0;
      if (page.length < PAGE) return;
    }
  }
  const acl = (async function* () {
    yield aclOf(own.username);
  })();
  const changed = [
    await replaceFile(folder, 'acl', acl),
    await replaceFile(folder, 'passwords', passwords()),
  ];
  if (!changed.includes(true)) return;
  written({ gateways: count, isReloaded: pidFile !== undefined && (await reload(pidFile)) });
}

/** False when the broker does not run. */
async function reload(pidFile: string): Promise<boolean> {
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  const pid = /^\s*(\d+)\s*$/.exec(text)?.[1];
  if (pid === undefined) return false;
  try {
    process.kill(Number(pid), 'SIGHUP');
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ESRCH') return false;
    throw new StartupError(
      `Mosquitto (process ${pid}) cannot be told to read its files again (${String(code)}): run this as the same user.`,
      { cause: error },
    );
  }
}
