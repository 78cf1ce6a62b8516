import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { StartupError } from '../startup-error.ts';

const run = promisify(execFile);

interface Ids {
  readonly uid: number;
  readonly gid: number;
}

/** How a PostgreSQL program is started: PostgreSQL refuses to run as root. */
export interface RunAs {
  readonly name: string;
  readonly prefix: readonly string[];
  /** Set when the programs run as another user, who must own their files. */
  readonly ids: Ids | undefined;
}

const AS_IS: RunAs = { name: 'as the current user', prefix: [], ids: undefined };
/** Inside a new user namespace root is nobody, and still owns its files. */
const UNSHARED: RunAs = { name: 'in a user namespace', prefix: ['unshare', '--user'], ids: undefined };
const asUser = (ids: Ids): RunAs => ({ name: `as user id ${ids.uid}`, prefix: [], ids });

/** Only absolute paths and nothing inherited: PGDATA, PGPORT and the like must not leak in. */
export function spawnOptions(runAs: RunAs): {
  cwd: string;
  env: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
} {
  return { cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' }, ...runAs.ids };
}

export function commandFor(runAs: RunAs, program: string, args: readonly string[]): [string, string[]] {
  const [first, ...rest] = runAs.prefix;
  return first === undefined ? [program, [...args]] : [first, [...rest, program, ...args]];
}

/** The first way that can reach the binary and the data. `cluster` decides alone once it exists. */
export async function chooseRunAs(postgres: string, dataDir: string, cluster: string): Promise<RunAs> {
  const faults: string[] = [];
  for (const candidate of await candidates(cluster)) {
    const fault = await trial(candidate, postgres, dataDir);
    if (fault === undefined) return candidate;
    faults.push(`${candidate.name}: ${fault}`);
  }
  throw new StartupError(
    `The embedded PostgreSQL cannot run on ${dataDir} (${faults.join('; ')}). ` +
      'Start Hearthgate as an ordinary user who owns that directory, or set DATABASE_URL to a PostgreSQL server.',
  );
}

async function candidates(cluster: string): Promise<RunAs[]> {
  const owner = await stat(cluster).catch(() => undefined);
  const uid = process.getuid?.();
  if (uid !== 0) {
    if (!owner || owner.uid === uid) return [AS_IS];
    throw new StartupError(
      `${cluster} belongs to user id ${owner.uid}, but Hearthgate runs as ${uid}. ` +
        'Start it as that user, or choose another DATA_DIR.',
    );
  }
  if (owner) return [owner.uid === 0 ? UNSHARED : asUser({ uid: owner.uid, gid: owner.gid })];
  const ids = await postgresUser();
  return ids ? [asUser(ids), UNSHARED] : [UNSHARED];
}

async function postgresUser(): Promise<Ids | undefined> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const match = /^postgres:[^:]*:(?<uid>\d+):(?<gid>\d+):/m.exec(passwd);
  return match?.groups && { uid: Number(match.groups['uid']), gid: Number(match.groups['gid']) };
}

/** Runs the real binary: this also finds a missing system library or a forbidden user namespace. */
async function trial(runAs: RunAs, postgres: string, dataDir: string): Promise<string | undefined> {
  const script = 'test -x "$1" || { echo "no access to $1" >&2; exit 1; }; exec "$0" --version';
  const [file, args] = commandFor(runAs, 'sh', ['-c', script, postgres, dataDir]);
  try {
    await run(file, args, { ...spawnOptions(runAs), timeout: 10_000 });
    return undefined;
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    return stderr || String(error);
  }
}
