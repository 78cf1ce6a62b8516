import type { Db } from '../../platform/database/database.ts';
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
  | 'READ_BY_OPERATOR';

export interface Change {
  readonly gatewayId: number;
  /** Of the claim it belongs to: later owners do not see it. */
  readonly dataFrom: Date;
  readonly actor: Actor;
  readonly action: ChangeAction;
  readonly detail?: object;
}

/** Writes a change into the record of its gateway, in the transaction that makes it. */
export async function noteChange({ clock }: Pick<Platform, 'clock'>, tx: Db, change: Change): Promise<void> {
  await insertChange(tx, {
    gateway_id: change.gatewayId,
    at: new Date(clock.now()),
    data_from: change.dataFrom,
    actor_kind: change.actor.kind,
    actor_id: change.actor.id,
    member_id: change.actor.memberId ?? '',
    action: change.action,
    detail: JSON.stringify(change.detail ?? {}),
  });
}
