import { readFile } from 'node:fs/promises';
import { timeOfTree, withCpu } from '../harness/cpu.ts';
import type { Fleet } from '../harness/fleet.ts';

/** What a report takes of each process, microseconds. */
export interface Parts {
  readonly server: number;
  readonly database: number;
  /** Of the generator, or of the bare loop: this process. */
  readonly here: number;
}

/** Of the server, its database and this process while so many reports are written. */
export async function partsOf(fleet: Fleet, reports: number, work: () => Promise<unknown>): Promise<Parts> {
  const postmaster = await postmasterOf(fleet);
  const [databaseBefore, hereBefore] = [await timeOfTree(postmaster), process.cpuUsage()];
  const { process: server } = await withCpu(fleet.server.pid, work);
  const here = process.cpuUsage(hereBefore);
  const database = (await timeOfTree(postmaster)) - databaseBefore;
  const each = (ms: number) => Math.round((ms * 1_000) / reports);
  return { server: each(server), database: each(database), here: each((here.user + here.system) / 1_000) };
}

export function partsText(ours: Parts, bare: Parts): string {
  return `µs: server ${ours.server}, database ${ours.database}, generator ${ours.here}; bare: database ${bare.database}, loop ${bare.here}`;
}

/** Every process of the database is its child. */
async function postmasterOf({ pool }: Fleet): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'`,
  );
  const stat = await readFile(`/proc/${rows[0]?.pid}/stat`, 'utf8').catch(() => '');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
