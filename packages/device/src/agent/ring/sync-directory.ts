import { closeSync, fsyncSync, openSync } from 'node:fs';

/** A new or renamed file survives a power loss only when its folder was written too. */
export function syncDirectory(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
