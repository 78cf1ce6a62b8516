import type { DownAck, Hello, Leaf } from '@hearthgate/wire';
import type { LinkConsumer } from '../../gateways/index.ts';
import { isPassing, type Db } from '../../platform/database/database.ts';
import { sliceOfGateway } from '../../platform/database/unit-of-work.ts';
import type { CommandDesk } from '../commands/command-desk.ts';
import { systemType } from '../heat-sources/source-type.ts';
import type { Hvac } from '../hvac.ts';
import { takeNotifications } from '../notifications/take-notifications.ts';
import { wakePrograms } from '../platform-programs/run-program.ts';
import { insertGaps, leavesByPath, loadMarks, writeDescription, writeMarks } from '../store.ts';
import { isReported, type ReportedState } from '../system-state.ts';
import { keptLeaves } from './kept-leaves.ts';
import { skipTo } from './report-mark.ts';

/** What hvac does with what gateways say; every promise resolves after the commit. */
export function consumeLink(hvac: Hvac, desk: CommandDesk): LinkConsumer {
  return {
    ringAnnounced: (gatewayId, ring) =>
      hvac.shard(gatewayId).exclusively(() => moveMarks(hvac, gatewayId, ring)),
    described: (gatewayId, { leaves }) =>
      hvac.shard(gatewayId).exclusively(() => storeDescription(hvac, gatewayId, leaves)),
    reported: (gatewayId, { at, values, ...report }) =>
      hvac.shard(gatewayId).write({ gatewayId, values, atMs: Date.parse(at), report }),
    measured: async (gatewayId, values, atMs) => {
      await hvac.shard(gatewayId).write({ gatewayId, values, atMs, report: 'unnumbered' });
    },
    notified: (gatewayId, notifications) => takeNotifications(hvac, gatewayId, notifications),
    commandAnswered: (gatewayId, answer) => desk.answered(gatewayId, answer),
    reachable: (slice) => desk.reachable(slice),
    ready: (gatewayId) => {
      desk.gatewayReady(gatewayId);
      wakePrograms(hvac, gatewayId).catch((error: unknown) => {
        const level = isPassing(error) ? 'debug' : 'warn';
        hvac.log[level]({ err: error, gatewayId }, 'time programs were not caught up');
      });
    },
  };
}

async function storeDescription(hvac: Hvac, gatewayId: number, described: readonly Leaf[]): Promise<void> {
  const leaves = keptLeaves(described);
  const before = await hvac.states.get(gatewayId);
  if (JSON.stringify(leaves) === JSON.stringify([...before.leaves.values()])) return;
  const state = { ...before, leaves: leavesByPath(leaves) };
  const write = (db: Db) =>
    writeDescription(db, gatewayId, leaves, systemType(state), new Date(hvac.clock.now()));
  // One statement needs no transaction where nobody else may have the gateway.
  if (!hvac.shards.isShared) await write(hvac.db);
  else
    await hvac.transact(async ({ tx }) => {
      await hvac.shards.guard(tx, [sliceOfGateway(gatewayId)]);
      await write(tx);
    });
  hvac.states.put(gatewayId, state);
}

/** Reports that the gateway no longer keeps will never come: they become named gaps, and the mark moves past them. */
async function moveMarks(hvac: Hvac, gatewayId: number, ring: Hello['ring']): Promise<DownAck[]> {
  // Who only greets need not be kept in memory.
  const state = hvac.states.peek(gatewayId);
  const known = state && isReported(state) ? state : undefined;
  const marks = new Map(known?.marks ?? (await loadMarks(hvac.db, [gatewayId])).get(gatewayId));
  const gaps: [boot: string, from: number, to: number][] = [];
  const oldest = new Map(ring.map(({ boot, oldestSeq }) => [boot, oldestSeq]));
  const acks = [...oldest].map(([boot, oldestSeq]) => {
    const { mark, missing } = skipTo(marks.get(boot), oldestSeq);
    marks.set(boot, mark);
    gaps.push(...missing.map(([from, to]): [string, number, number] => [boot, from, to]));
    return { boot, seq: mark.acked };
  });
  if (gaps.length === 0) return acks;
  const noticedAt = new Date(hvac.clock.now());
  await hvac.transact(async ({ tx }) => {
    await hvac.shards.guard(tx, [sliceOfGateway(gatewayId)]);
    await insertGaps(
      tx,
      gaps.map(([boot, from, to]) => ({
        gateway_id: gatewayId,
        boot,
        from_seq: from,
        to_seq: to,
        noticed_at: noticedAt,
      })),
    );
    const rows = acks.map(({ boot, seq }) => ({
      gateway_id: gatewayId,
      boot,
      acked_seq: seq,
      ahead: [...(marks.get(boot)?.ahead ?? [])],
    }));
    await writeMarks(tx, rows);
  });
  const moved: ReportedState | undefined = known && { ...known, marks };
  if (moved) hvac.states.put(gatewayId, moved);
  return acks;
}
