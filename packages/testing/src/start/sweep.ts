import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { discardDataDir } from '@hearthgate/server/maintenance';
import { PREFIX, runningFolders } from './folders.ts';

/** Ends and removes what killed test processes of this user have left. */
export async function sweepRunningDirs(): Promise<void> {
  for (const folder of runningFolders()) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (name.startsWith(PREFIX) && !isAlive(Number.parseInt(name.slice(PREFIX.length), 10)))
        await discardOwn(join(folder, name));
    }
  }
}

async function discardOwn(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  // Two processes may sweep at once: what the other has removed is removed.
  if (found?.uid === process.getuid?.()) await discardDataDir(path).catch(() => undefined);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
