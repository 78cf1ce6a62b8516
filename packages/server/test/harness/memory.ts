import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use, inside and outside of the heap, after everything that can be collected was. */
export async function usedMemory(): Promise<number> {
  return (await memory()).used;
}

/** Bytes of buffers, after the same. */
export async function outsideHeap(): Promise<number> {
  await memory();
  return process.memoryUsage().arrayBuffers;
}

/** The same, and what the process holds of the machine's memory. */
export async function memory(): Promise<{ used: number; rss: number }> {
  for (let round = 0; round < 3; round += 1) {
    collect();
    // Finalizers and closed sockets need a turn of the loop.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { used: heapUsed + external, rss };
}
