import { execFileSync } from 'node:child_process';
import { constants } from 'node:os';
import { signalAll } from './processes.ts';
import { foldersNow, removeFoldersNow } from './set-ups/folder.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const GONE_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** Whoever interrupts the suite finds nothing of it behind. */
export function endWhenInterrupted(): void {
  for (const signal of SIGNALS)
    process.once(signal, () => {
      console.error(`${signal}: everything that was started is ended`);
      endAllNow();
      process.exit(128 + constants.signals[signal]);
    });
}

/** Also what a set-up that failed has left. Without giving the event loop a turn, in which supervisors would start again what has ended. */
export function endAllNow(): void {
  const { databases, others } = startedByUs();
  // A database that is told cleans up its shared memory.
  signalAll(databases, 'SIGQUIT');
  signalAll(others, 'SIGKILL');
  const deadline = performance.now() + GONE_WITHIN_MS;
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  while (performance.now() < deadline && startedByUs().databases.length > 0)
    Atomics.wait(sleeper, 0, 0, LOOK_EVERY_MS);
  const left = startedByUs();
  signalAll([...left.databases, ...left.others], 'SIGKILL');
  removeFoldersNow();
}

/** Our descendants, and databases that outlived the server which had started them: those name our folder. */
function startedByUs(): { databases: number[]; others: number[] } {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid, parent, state = '', args = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined || state.startsWith('Z')
        ? []
        : [{ pid: Number(pid), parent: Number(parent), args }];
    });
  const folders = foldersNow();
  const databases = rows.filter(({ args }) =>
    folders.some((folder) => args.includes(`${folder}/data/postgres`)),
  );
  const isDatabase = new Set(databases.map(({ pid }) => pid));
  const ours = new Set([process.pid]);
  // Parents come before their children in no particular order.
  for (let before = 0; before < ours.size;) {
    before = ours.size;
    for (const { pid, parent, args } of rows) if (ours.has(parent) && !args.startsWith('ps ')) ours.add(pid);
  }
  ours.delete(process.pid);
  return { databases: [...isDatabase], others: [...ours].filter((pid) => !isDatabase.has(pid)) };
}
