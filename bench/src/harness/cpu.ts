import { readdir, readFile } from 'node:fs/promises';
import { cpus } from 'node:os';

/** Of Linux; what /proc counts in. */
const TICK_MS = 10;

/** Processor time that went by during the work: of one process, and of the whole machine; milliseconds. */
export async function withCpu<T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ value: T; process: number; machine: number }> {
  const [processBefore, machineBefore] = [await ofProcess(pid), ofMachine()];
  const value = await work();
  return { value, process: (await ofProcess(pid)) - processBefore, machine: ofMachine() - machineBefore };
}

/** Processor time of a process and its children, those that have ended included; milliseconds, 0 where /proc is not. */
export async function timeOfTree(pid: number): Promise<number> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^[0-9]+$/.test(name));
  const stats = await Promise.all(pids.map((id) => readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')));
  let sum = 0;
  for (const [index, stat] of stats.entries()) {
    const fields = fieldsOf(stat);
    // The parent is the second field behind the name; times of children that have ended follow its own.
    if (Number(pids[index]) === pid)
      sum += (Number(fields[13]) + Number(fields[14])) * TICK_MS + timeOfStat(stat);
    else if (Number(fields[1]) === pid) sum += timeOfStat(stat);
  }
  return sum;
}

/** For the details of a result: how much of it one operation takes. */
export function cpuText(used: { process: number; machine: number }, operations: number): string {
  const each = (ms: number) => Math.round((ms * 1_000) / operations);
  // Other systems have no /proc.
  const server = Number.isFinite(used.process) ? `${each(used.process)} µs of the server, ` : '';
  return `${server}${each(used.machine)} µs of the machine`;
}

/** `/proc/PID/stat`: user and system time stand 12th and 13th behind the name, which may hold anything but is in brackets. */
export function timeOfStat(stat: string): number {
  const fields = fieldsOf(stat);
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

async function ofProcess(pid: number): Promise<number> {
  return timeOfStat(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));
}

function ofMachine(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}
