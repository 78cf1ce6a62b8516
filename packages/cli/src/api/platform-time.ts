import { isNear } from './address.ts';
import { Sandbox } from './sandbox.ts';

/** What time it is where the log is written: a sandbox has a clock of its own. */
export async function platformNowMs(url: string): Promise<number> {
  const world = isNear(url) ? await new Sandbox(url).find() : undefined;
  return world ? Date.parse(world.clock.now) : Date.now();
}
