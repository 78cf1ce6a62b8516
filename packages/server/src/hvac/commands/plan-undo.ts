import {
  isNoValue,
  locate,
  readLeafValue,
  type CommandWrite,
  type Leaf,
  type LeafValue,
  type LinkValue,
} from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { valueAt } from '../fields/part.ts';
import { requireSettable } from '../fields/write-plan.ts';
import type { SystemState } from '../system-state.ts';
import type { CommandRow } from '../tables.ts';
import { isSame } from './judge-answer.ts';

/**
 * The writes that take a command back, in the opposite order, so that every state on the way was one before. Refused where
 * nothing of it was carried out or nothing was known before (409 `nothing-to-undo`), or somebody has changed it since (409
 * `changed-since`). What is back already is not written.
 */
export function planUndo(state: SystemState, command: CommandRow): CommandWrite[] {
  const confirmed = new Set(
    command.results.flatMap((one) => (one.status === 'CONFIRMED' ? [one.resource] : [])),
  );
  if (command.actor_kind !== 'COMPANY' || confirmed.size === 0) throw new AppError('nothing-to-undo');
  const done = command.writes.filter(({ path }) => confirmed.has(path)).toReversed();
  const writes = done.flatMap(({ path, value }): CommandWrite[] => {
    const leaf = state.leaves.get(path);
    if (leaf?.writeable !== true) throw new AppError('not-supported-by-gateway', { capability: path });
    const back = valueBefore(leaf, command.replaced[path]);
    const now = valueAt(state, path);
    if (isAlike(now, asRead(leaf, back))) return [];
    if (!isAlike(now, asRead(leaf, value))) throw new AppError('changed-since', { resource: path });
    return [{ path, value: settable(leaf, back) }];
  });
  if (writes.length === 0) throw new AppError('changed-since', { resource: done[0]?.path });
  return writes;
}

/** "Not set" and "off" are written back as the number that means them. */
function valueBefore(leaf: Leaf, before: LeafValue | undefined): LinkValue {
  if (before !== undefined && !isNoValue(before)) return before;
  const isMeant = before?.no === 'NOT_SET' || before?.no === 'OFF';
  const sentinel = Object.values(leaf.state ?? {}).find((one) => isAlike(asRead(leaf, one), before));
  if (!isMeant || sentinel === undefined) throw new AppError('nothing-to-undo', { resource: leaf.id });
  return sentinel;
}

/** A written value as the twin shows it. */
function asRead(leaf: Leaf, value: LinkValue): LeafValue | undefined {
  const resource = locate(leaf.id)?.resource;
  return resource && readLeafValue(resource, value, leaf.state);
}

function isAlike(a: LeafValue | undefined, b: LeafValue | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (isNoValue(a) || isNoValue(b)) return isNoValue(a) && isNoValue(b) && a.no === b.no;
  return isSame(a, b);
}

function settable(leaf: Leaf, value: LinkValue): LinkValue {
  const isSentinel = Object.values(leaf.state ?? {}).some((one) => one === value);
  if (typeof value === 'number' && !isSentinel) return requireSettable(leaf.id, value, leaf);
  const { allowedValues: allowed } = leaf;
  if (typeof value === 'string' && allowed && !allowed.includes(value))
    throw new AppError('value-not-allowed', { field: leaf.id, allowed });
  return value;
}
