import type { CommandWrite, LeafValue } from '@hearthgate/wire';
import { valueAt } from '../fields/part.ts';
import type { Hvac } from '../hvac.ts';
import { systemType } from '../heat-sources/source-type.ts';
import type { SystemState } from '../system-state.ts';
import type { CommandRow, EndDetail } from '../tables.ts';
import { violationOf } from './check-writes.ts';
import { LOOK_BACK_MS, type PastWrite } from './situation.ts';

/** The protection rule that forbids the writes now, as the API names it. */
export async function protection(
  { states, clock, commands }: Hvac,
  gatewayId: number,
  writes: readonly CommandWrite[],
): Promise<(EndDetail & { readonly rule: string }) | undefined> {
  const nowMs = clock.now();
  const state = await states.get(gatewayId);
  const past = (await commands.of(gatewayId))
    .filter(({ sent_at }) => sent_at && sent_at.getTime() >= nowMs - LOOK_BACK_MS)
    .toSorted((a, b) => (a.sent_at?.getTime() ?? 0) - (b.sent_at?.getTime() ?? 0))
    .flatMap(pastWrites);
  const violation = violationOf({ state, systemType: systemType(state), past, nowMs }, writes);
  if (!violation) return undefined;
  const { rule, allowedAtMs } = violation;
  return { rule, ...(allowedAtMs !== undefined && { allowedAt: new Date(allowedAtMs).toISOString() }) };
}

/** What the leaves hold before they are written, so that it can be written back. */
export function valuesBefore(state: SystemState, writes: readonly CommandWrite[]): Record<string, LeafValue> {
  return Object.fromEntries(writes.map(({ path }) => [path, valueAt(state, path)]));
}

/** Writes of a command that left, without those that the gateway said it did not carry out. */
function pastWrites({ writes, results, replaced, status, sent_at }: CommandRow): PastWrite[] {
  const refused = new Set(results.flatMap((one) => (one.status === 'REFUSED' ? [one.resource] : [])));
  const unanswered = status === 'SENT' || status === 'EXPIRED';
  const atMs = sent_at?.getTime() ?? 0;
  return writes
    .filter(({ path }) => !refused.has(path))
    .map(({ path, value }) => ({ path, value, replaced: replaced[path], atMs, unanswered }));
}
