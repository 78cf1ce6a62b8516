import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from './actor.ts';
import { insertChange } from './store.ts';

/** What happened, in the words that the record shows. */
export type ChangeAction =
  | 'COMMAND'
  | 'TIME_PROGRAM'
  | 'CONTRACT'
  | 'CONSENT'
  | 'CLAIMED'
  | 'CLAIM_ATTEMPTED'
  | 'RELEASED'
  | 'CO_OWNER_INVITED'
  | 'CO_OWNER_JOINED'
  | 'CO_OWNER_LEFT'
  | 'TRANSFER_OFFERED'
  | 'OFFER_WITHDRAWN'
  | 'READ_BY_OPERATOR'
  | 'EXPORT_MADE'
  | 'EXPORT_LINK_MADE'
  | 'EXPORT_LINK_REVOKED'
  | 'EXPORT_DOWNLOADED';

export interface Change {
  readonly gatewayId: number;
  /** Of the claim it belongs to: later owners do not see it. */
  readonly dataFrom: Date;
  readonly actor: Actor;
  readonly action: ChangeAction;
  readonly detail?: object;
}

/** The record of a gateway has a new line; told to its owners alone. */
export interface AccessRecordFact {
  readonly kind: 'access-record';
  readonly action: ChangeAction;
}

/** Writes a change into the record of its gateway, in the transaction that makes it. */
export async function noteChange(
  { clock }: Pick<Platform, 'clock'>,
  unit: UnitOfWork,
  change: Change,
): Promise<void> {
  const { gatewayId, action } = change;
  const fact: AccessRecordFact = { kind: 'access-record', action };
  const at = clock.now();
  unit.tell({ kind: fact.kind, gatewayId, companyId: null, occurredAtMs: at, payload: fact });
  await insertChange(unit.tx, {
    gateway_id: gatewayId,
    at: new Date(at),
    data_from: change.dataFrom,
    actor_kind: change.actor.kind,
    actor_id: change.actor.id,
    member_id: change.actor.memberId ?? '',
    action,
    detail: JSON.stringify(change.detail ?? {}),
  });
}
