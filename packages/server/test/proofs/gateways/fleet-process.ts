import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FleetCount, FleetOrder } from './fleet.ts';

const ANSWER_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 100;

/** The fleet as the proof sees it: an order, and how things stand after it. */
export class Fleet {
  readonly #process: ChildProcess = fork(fileURLToPath(new URL('fleet.ts', import.meta.url)));

  async order(order: FleetOrder): Promise<FleetCount> {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const answer = once(this.#process, 'message', { signal }) as Promise<[FleetCount]>;
    this.#process.send(order);
    const [count] = await answer;
    return count;
  }

  /** How long it took until everybody was connected. */
  async allConnected(size: number, timeoutMs: number): Promise<number> {
    const since = performance.now();
    for (;;) {
      const { connected, refused } = await this.order({ kind: 'look' });
      const tookMs = performance.now() - since;
      if (connected === size) return tookMs;
      if (tookMs > timeoutMs)
        throw new Error(`${connected} of ${size} are connected after ${tookMs} ms, ${refused} were refused`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async stop(): Promise<void> {
    if (!this.#process.connected) return;
    this.#process.send({ kind: 'stop' } satisfies FleetOrder);
    await once(this.#process, 'exit');
  }
}
