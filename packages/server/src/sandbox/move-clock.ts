import { saveClock } from '../platform/database/installation.ts';
import type { RunHooks } from './clock-runs.ts';
import type { Houses } from './houses.ts';
import type { SandboxNode, SandboxNodes } from './sandbox-nodes.ts';
import type { SandboxServices } from './services.ts';

/** What follows from a step may set new timers; more rounds than this would be a circle. */
const SETTLE_ROUNDS = 100;

/** Virtual houses answer a command in milliseconds; one that ignores it is not waited for longer. */
const COMMAND_ANSWER_MS = 2_000;

/** Moves the clock of platform and houses to `toMs`, in steps to the next due timer, or as long as the houses allow. */
export async function advanceClock(
  services: SandboxServices,
  houses: Houses,
  toMs: number,
  { stopped, moved }: RunHooks,
): Promise<void> {
  const { clock, platform, nodes } = services;
  // Nothing that is due fires before what was measured until then is taken in.
  const driven = (work: () => Promise<void>) =>
    houses.hold(() => nested(nodes, (node, inner) => node.platform.timers.drive(inner), work));
  const fromMs = clock.now();
  await driven(async () => {
    await settle(services);
    while (clock.now() < toMs) {
      stopped.throwIfAborted();
      const now = clock.now();
      const due = await nextDueMs(nodes);
      const step = Math.min(toMs, now + houses.longestStepMs, due !== undefined && due > now ? due : toMs);
      await saveClock(platform.db, clock.move({ toMs: step }));
      await services.keepPartitions();
      await nested(
        nodes,
        ({ events }, inner) => events.fanOut.hold(inner),
        () => houses.advanceTo(step),
      );
      await settle(services);
      // A timer may have ended a fault.
      if (await houses.toldFaults()) await settle(services);
      moved(step - fromMs);
    }
  });
}

/** Everything that follows from what happened so far has happened, as far as the clock allows. */
export async function settle({ clock, platform, nodes }: SandboxServices): Promise<void> {
  for (let round = 0; round < SETTLE_ROUNDS; round += 1) {
    await nodes.heard();
    for (const node of nodes.all) await settleNode(node);
    // What one node tells another is work again.
    await nodes.heard();
    for (const { events } of nodes.all) await events.settled();
    const due = await nextDueMs(nodes);
    if (due === undefined || due > clock.now()) return;
  }
  platform.log.warn('the sandbox did not come to rest');
}

async function settleNode({ platform, presence, desk, events }: SandboxNode): Promise<void> {
  await presence.settled();
  await desk.answers(COMMAND_ANSWER_MS);
  await platform.timers.settle();
  // What a timer commands leaves before the clock moves on.
  await desk.answers(COMMAND_ANSWER_MS);
  await events.settled();
}

async function nextDueMs({ all }: SandboxNodes): Promise<number | undefined> {
  const due = await Promise.all(all.map(({ platform }) => platform.timers.nextDueMs()));
  const known = due.filter((ms) => ms !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

/** The work inside of what each node does around it. */
function nested(
  { all }: SandboxNodes,
  around: (node: SandboxNode, inner: () => Promise<void>) => Promise<void>,
  work: () => Promise<void>,
): Promise<void> {
  return all.reduce((inner, node) => () => around(node, inner), work)();
}
