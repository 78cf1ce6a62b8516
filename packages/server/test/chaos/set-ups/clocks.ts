import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Debian's package libfaketime, by architecture. */
export const FAKETIME = findFaketime();
/** How long a process may go on with the clock that it had, seconds. */
const NOTICED_WITHIN_S = 1;
export const NOTICED_WITHIN_MS = 1_000 * NOTICED_WITHIN_S;

/** What makes a node's wall clock movable; the monotonic one goes on, as when a real clock is set. */
export function clockEnv(file: string): Record<string, string> {
  if (FAKETIME === undefined) throw new Error('libfaketime is not here');
  return {
    LD_PRELOAD: FAKETIME,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_CACHE_DURATION: String(NOTICED_WITHIN_S),
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

export async function setClockFile(file: string, wrongByMs: number): Promise<void> {
  await writeFile(file, `${wrongByMs < 0 ? '-' : '+'}${Math.abs(wrongByMs) / 1_000}`);
}

function findFaketime(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const folders = readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu'));
  return folders
    .map((folder) => join('/usr/lib', folder, 'faketime/libfaketimeMT.so.1'))
    .find((file) => existsSync(file));
}
