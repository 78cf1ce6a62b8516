import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use, inside and outside of the heap, after everything that can be collected was. */
export async function usedMemory(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collect();
    // Finalizers and closed sockets need a turn of the loop.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
