import type { Replay } from '@hearthgate/wire';
import { noteChange, type WebhookContext } from './context.ts';
import { requireReplay, type ReplayInput } from './read-replays.ts';
import { endReplay } from './replay-store.ts';
import { viewReplay } from './replay-view.ts';

/** Ends a replay where it stands; what was sent is sent. One that has ended stays as it is. */
export async function cancelReplay(context: WebhookContext, input: ReplayInput): Promise<Replay> {
  const { transact, clock } = context.events.platform;
  return transact(async (unit) => {
    const replay = await requireReplay(context, unit.tx, input);
    await endReplay(unit.tx, replay, new Date(clock.now()));
    if (replay.ended_at === null)
      await noteChange(context, unit, replay, 'WEBHOOK_REPLAY_CANCELLED', { replayId: input.replayId });
    return viewReplay(await requireReplay(context, unit.tx, input));
  });
}
