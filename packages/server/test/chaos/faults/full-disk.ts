import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../fault.ts';
import { CAN_MOUNT } from '../set-ups/folder.ts';
import type { World } from '../set-ups/world.ts';

const DISK_MB = 320;
const LASTS_MS = 12_000;
const MB = 1_048_576;
/** PostgreSQL writes into segments that it has; after these it needs new ones. */
const SEGMENTS = 12;

export const fullDisk: Fault = {
  name: 'full-disk',
  setUps: ['one', 'many'],
  promise:
    'With a full disk nothing more is accepted than can be kept; when there is room again, everything goes on without a hand.',
  how: `The data directory is a tmpfs of ${DISK_MB} MB. For ${LASTS_MS / 1_000} s a file takes all that is left of it, while PostgreSQL is made to need new segments of its log (pg_switch_wal).`,
  backWithinS: 15,
  wishes: { diskMb: DISK_MB },
  missing: () => (CAN_MOUNT ? undefined : 'only root can mount a small file system on Linux'),
  inflict: async ({ world, load }) => {
    const began = performance.now();
    const ballast = join(world.dataDir, 'ballast');
    const size = await fill(ballast);
    let isDown = false;
    for (let segment = 0; performance.now() - began < LASTS_MS; segment += 1) {
      const isUp = segment >= SEGMENTS || (await switchSegment(world));
      isDown ||= !isUp;
      // What PostgreSQL gave back meanwhile.
      await fill(ballast);
      await wait(500);
    }
    const accepted = load.latencies(began, performance.now()).length;
    await rm(ballast);
    return {
      measured: [
        `${Math.round(size / MB)} MB were taken; PostgreSQL ${isDown ? 'went down' : 'stayed up'}`,
        `${accepted} reports accepted meanwhile`,
      ],
    };
  },
};

/** Writes until nothing more can be written; answers how much that was. */
async function fill(path: string): Promise<number> {
  const file = await open(path, 'a');
  try {
    for (const block of [Buffer.alloc(MB), Buffer.alloc(4_096)])
      while (
        await file.write(block).then(
          ({ bytesWritten }) => bytesWritten === block.length,
          () => false,
        )
      );
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** False: the database does not answer. */
function switchSegment(world: World): Promise<boolean> {
  return world.query('SELECT pg_switch_wal(), pg_logical_emit_message(false, $1, $1)', ['chaos']).then(
    () => true,
    () => false,
  );
}
