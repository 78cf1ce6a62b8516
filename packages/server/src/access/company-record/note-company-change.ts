import type { CompanyChangeAction } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { CompanyCaller } from '../caller.ts';
import { findMember } from '../members/store.ts';
import type { CompanyRecordTables } from './tables.ts';

/** Who did it for the company: a member, or a program with one of its keys. */
export interface CompanyActor {
  readonly companyId: string;
  readonly memberId?: string | undefined;
  readonly keyId?: string | undefined;
}

export function recordedAs({
  companyId,
  member,
  key,
}: Pick<CompanyCaller, 'companyId' | 'member' | 'key'>): CompanyActor {
  return { companyId, memberId: member?.memberId, keyId: key?.keyId };
}

export interface CompanyChange {
  readonly action: CompanyChangeAction;
  /** The key, endpoint, gateway or member that it is about. */
  readonly target?: string;
  readonly detail?: object;
}

/** Writes into the record that the members of a company see, in the transaction that makes the change. */
export async function noteCompanyChange(
  { clock }: Pick<Platform, 'clock'>,
  tx: Db,
  { companyId, memberId, keyId = '' }: CompanyActor,
  { action, target, detail = {} }: CompanyChange,
): Promise<void> {
  const member = memberId === undefined ? undefined : await findMember(tx, memberId);
  await tx
    .withTables<CompanyRecordTables>()
    .insertInto('company_changes')
    .values({
      company_id: companyId,
      at: new Date(clock.now()),
      actor_kind: memberId === undefined ? 'KEY' : 'MEMBER',
      actor_id: memberId ?? keyId,
      actor_name: member?.name ?? keyId,
      action,
      target: target ?? null,
      detail: JSON.stringify(detail),
    })
    .execute();
}
