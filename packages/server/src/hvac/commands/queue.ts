import type { CommandWrite } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { CommandRow } from '../tables.ts';

/** Commands that may be open for one gateway; beyond, the caller is told to come back later. */
const OPEN_MAX = 20;
/** Of these one company, or one owner, has at most half, so that what waits for an offline gateway keeps nobody else out. */
const OPEN_MAX_OF_ONE = 10;

/**
 * Waiting commands that have become pointless: the newer one writes every leaf that they write. One that also writes another
 * leaf stays and runs before the newer one, so nothing that was accepted gets lost.
 */
export function coveredBy(writes: readonly CommandWrite[], waiting: readonly CommandRow[]): CommandRow[] {
  const paths = new Set(writes.map(({ path }) => path));
  return waiting.filter((row) => row.writes.every(({ path }) => paths.has(path)));
}

/** Is there room for one more beside these? */
export function requireRoom(open: readonly CommandRow[], issuerId: string): void {
  const own = open.filter((row) => row.actor_id === issuerId);
  if (own.length >= OPEN_MAX_OF_ONE) throw new AppError('limit-reached', { maximum: OPEN_MAX_OF_ONE });
  if (open.length >= OPEN_MAX) throw new AppError('overloaded', {}, { 'retry-after': '10' });
}
