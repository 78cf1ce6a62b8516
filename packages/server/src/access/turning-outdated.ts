import type { Db } from '../platform/database/database.ts';
import { contractsTurningOutdated, countTurningOutdated } from './store.ts';
import type { ConsentVersionRow, ContractRow } from './tables.ts';

/** Contracts that one page of a dry run lists, and that are told in one transaction. */
export const OUTDATED_PAGE_MAX = 500;

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
export async function readOutdated(db: Db, satisfied: string[] | null, limit: number, after?: OutdatedPlace) {
  const counts = await countTurningOutdated(db, satisfied);
  const items = await contractsTurningOutdated(db, satisfied, limit, after);
  return { ...counts, items, next: items.length < limit ? null : placeOf(items.at(-1)) };
}

export function placeOf(contract: ContractRow | undefined): OutdatedPlace | null {
  return contract ? { companyId: contract.company_id, gatewayId: contract.gateway_id } : null;
}
