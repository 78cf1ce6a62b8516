import { AppError } from '../platform/app-error.ts';
import type { Db } from '../platform/database/database.ts';
import { contractsTurningOutdated, countTurningOutdated, countTurningOutdatedByCompany } from './store.ts';
import type { ConsentVersionRow, ContractRow } from './tables.ts';

/** Contracts that one page of a dry run lists, and that are told in one transaction. */
export const OUTDATED_PAGE_MAX = 500;

/** Companies that a dry run counts one by one. */
const COMPANIES_SHOWN = 100;

/** A contract in the order of companies and gateways. */
export interface OutdatedPlace {
  readonly companyId: string;
  readonly gatewayId: number;
}

/**
 * Versions that satisfy every required text published so far, in force or not; null when none is required. A contract
 * with one of these turns outdated by the next required text; one with an older version already is, or was told.
 */
export function satisfying(versions: readonly ConsentVersionRow[]): string[] | null {
  const newest = versions.findLastIndex((version) => version.required_for_remote_control);
  return newest < 0 ? null : versions.slice(newest).map(({ version }) => version);
}

/** Contracts that stand and turn outdated: how many in all, and one page of them. */
export async function readOutdated(
  db: Db,
  satisfied: string[] | null,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const counts = await countTurningOutdated(db, satisfied);
  const byCompany = await countTurningOutdatedByCompany(db, satisfied, COMPANIES_SHOWN);
  const after = cursor === undefined ? undefined : decodePlace(cursor);
  // One more than is given shows that more follow.
  const rows = await contractsTurningOutdated(db, satisfied, limit + 1, after);
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? placeOf(items.at(-1)) : null;
  return { ...counts, byCompany, items, nextCursor: last && encodePlace(last) };
}

export function placeOf(contract: ContractRow | undefined): OutdatedPlace | null {
  return contract ? { companyId: contract.company_id, gatewayId: contract.gateway_id } : null;
}

function encodePlace({ companyId, gatewayId }: OutdatedPlace): string {
  return Buffer.from(`${companyId} ${gatewayId}`).toString('base64url');
}

function decodePlace(cursor: string): OutdatedPlace {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, companyId, gatewayId] = /^(cmp_[0-9A-Za-z]+) (\d{9})$/.exec(text) ?? [];
  if (companyId !== undefined && gatewayId !== undefined) return { companyId, gatewayId: Number(gatewayId) };
  const message = 'not a cursor of this list; take `nextCursor` as it was given';
  throw new AppError('request-invalid', { errors: [{ pointer: '/cursor', message }] });
}
