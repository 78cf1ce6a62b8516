import { startReceiver } from '../harness/receiver.ts';
import { startWorld } from '../harness/world.ts';
import type { Options, Result } from '../run.ts';
import { dispatch } from './dispatch.ts';

/** How fast events leave, beside what cannot be faster. */
export async function benchWebhooks(options: Options): Promise<Result[]> {
  const receiver = await startReceiver();
  const world = await startWorld();
  try {
    return [await dispatch(world, receiver, options)];
  } finally {
    await world.stop();
    receiver.stop();
  }
}
