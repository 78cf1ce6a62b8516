import type { Access } from '../access.ts';
import { findMembers } from '../members/store.ts';
import { requireClaim, type OwnerContext } from '../owner.ts';
import { namesOfTokens } from '../owner-tokens/store.ts';
import { findOwners } from '../owners/store.ts';
import type { Actor } from './actor.ts';
import { decodePlace, encodePlace } from './place.ts';
import { readRecord, type RecordRow } from './store.ts';

const LIMIT = 100;

interface Entry {
  /** Of a read: the minute. */
  readonly at: string;
  readonly actor: Actor & { readonly name?: string; readonly memberName?: string };
}

/** What an owner is shown of a read or a change. */
export type RecordItem =
  | (Entry & { readonly kind: 'READ'; readonly operation: string; readonly count: number })
  | (Entry & { readonly kind: 'CHANGE'; readonly action: string; readonly detail: object });

/** Who read or changed what of a gateway since its present owners have it, newest first. */
export async function readAccessRecord(
  owner: OwnerContext,
  input: { gatewayId: number; from?: Date; to?: Date; cursor?: string; limit?: number },
): Promise<{ items: RecordItem[]; nextCursor: string | null }> {
  const { dataFrom } = await requireClaim(owner, input.gatewayId);
  const { access } = owner;
  const { from = dataFrom, limit = LIMIT } = input;
  const to = input.to ?? new Date(access.clock.now() + 1);
  const after = input.cursor === undefined ? { at: to, tie: '' } : decodePlace(input.cursor);
  await access.reads.flush();
  const window = { dataFrom, from, to, after, limit: limit + 1 };
  const rows = await readRecord(access.db, input.gatewayId, window);
  const given = rows.slice(0, limit);
  const names = await namesOf(access, given);
  const last = given.at(-1);
  return {
    items: given.map((row) => itemOf(row, names)),
    nextCursor: rows.length > limit && last ? encodePlace(last) : null,
  };
}

function itemOf(row: RecordRow, names: ReadonlyMap<string, string>): RecordItem {
  const { actor_kind: kind, actor_id: id, member_id: memberId } = row;
  const name = names.get(id) ?? nameOfLink(row);
  const memberName = names.get(memberId);
  const actor = {
    kind,
    id,
    ...(name !== undefined && { name }),
    ...(memberId !== '' && { memberId }),
    ...(memberName !== undefined && { memberName }),
  };
  const entry = { at: row.at.toISOString(), actor };
  return row.count === null
    ? { kind: 'CHANGE', ...entry, action: row.what, detail: row.detail ?? {} }
    : { kind: 'READ', ...entry, operation: row.what, count: row.count };
}

/**
 * By the id of the actor: companies and their members by their names, owners by their e-mail, tokens as their owner called them. Who only
 * tried to claim the gateway is a stranger, whose e-mail is nobody's matter.
 */
async function namesOf(access: Access, rows: readonly RecordRow[]): Promise<Map<string, string>> {
  const known = rows.filter((row) => row.what !== 'CLAIM_ATTEMPTED');
  const ids = (kind: Actor['kind']) => [
    ...new Set(known.filter((row) => row.actor_kind === kind).map((row) => row.actor_id)),
  ];
  const companies = await Promise.all(ids('COMPANY').map((id) => access.companies.get(id)));
  const owners = await findOwners(access.db, ids('OWNER'));
  const members = await findMembers(access.db, [...new Set(known.map((row) => row.member_id))]);
  return new Map([
    ...companies.flatMap((company) => (company ? [[company.company_id, company.name] as const] : [])),
    ...members.map((row) => [row.member_id, row.name] as const),
    ...owners.map((row) => [row.owner_id, row.email] as const),
    ...(await namesOfTokens(access.db, ids('OWNER_TOKEN'))),
  ]);
}

/** Links are named by their owner, and gone before the record is. */
function nameOfLink({ actor_kind: kind, detail }: RecordRow): string | undefined {
  if (kind !== 'LINK' || !detail || !('name' in detail)) return undefined;
  return typeof detail.name === 'string' ? detail.name : undefined;
}
