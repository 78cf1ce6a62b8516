import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { StartupError } from '../startup-error.ts';
import { isAlive } from './processes.ts';

/** Any two numbers, the same in every release: "Hear", "lock". */
const LOCK = [0x48656172, 0x6c6f636b];
const RETRY_MS = 100;
/** PostgreSQL notices a killed holder's closed connection well within this. */
const DEAD_HOLDER_GRACE_MS = 3000;

export interface ServerLock {
  release(): Promise<void>;
  /** Resolves when the connection, and with it the lock, is lost; not by `release`. */
  readonly lost: Promise<void>;
}

/**
 * Makes this process the only Hearthgate server of the database, as long as its connection lives; `place` names it. With
 * `isShared` other servers may have it too that say the same.
 */
export async function takeServerLock(
  connection: ClientConfig,
  place: string,
  isShared = false,
): Promise<ServerLock> {
  const client = new Client({
    ...connection,
    application_name: `hearthgate:${process.pid}`,
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
    keepAlive: true,
  });
  const lost = Promise.withResolvers<void>();
  let released = false;
  const onEnd = (): void => {
    if (!released) lost.resolve();
  };
  client.on('error', onEnd);
  client.on('end', onEnd);
  const release = async (): Promise<void> => {
    released = true;
    await client.end();
  };
  try {
    await client.connect();
    await acquire(client, place, isShared ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock');
  } catch (error) {
    await release();
    throw error;
  }
  return { release, lost: lost.promise };
}

async function acquire(client: Client, place: string, take: string): Promise<void> {
  const deadline = performance.now() + DEAD_HOLDER_GRACE_MS;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(`SELECT ${take}($1, $2) AS taken`, LOCK);
    if (rows[0]?.taken) return;
    const holder = await findHolder(client);
    if ((await isLivingServer(holder)) || performance.now() > deadline) throw refusal(holder, place);
    await sleep(RETRY_MS);
  }
}

/** A holder with our own pid is an earlier process, or one in another container. */
async function isLivingServer(holder: number | undefined): Promise<boolean> {
  return holder !== undefined && holder !== process.pid && (await isAlive(holder));
}

async function findHolder(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.application_name AS name
       FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database()
        AND l.classid::int = $1 AND l.objid::int = $2 AND l.objsubid = 2`,
    LOCK,
  );
  const pid = /^hearthgate:(?<pid>\d+)$/.exec(rows[0]?.name ?? '')?.groups?.['pid'];
  return pid === undefined ? undefined : Number(pid);
}

function refusal(holder: number | undefined, place: string): StartupError {
  const who = holder === undefined ? '' : ` (process ${holder})`;
  return new StartupError(
    `Another Hearthgate server${who} already uses ${place}. Stop it first, or choose another one.`,
  );
}
