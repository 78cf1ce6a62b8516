import type { CommandWrite } from '@hearthgate/wire';
import { noteChange, type Access, type Issuer } from '../../access/index.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { newId } from '../../platform/ids.ts';
import type { CommandRow } from '../tables.ts';
import { scheduleExpiry } from './expiry.ts';
import { insertCommand, releaseIdempotencyKey } from './store.ts';

/** A command that has not left by then never leaves, unless a later time was asked for. */
const WAITING_LIFETIME_MS = 60_000;
/** A repeat after this is a new request. */
export const IDEMPOTENCY_KEY_LIFETIME_MS = 86_400_000;

export interface NewCommand {
  readonly gatewayId: number;
  readonly issuer: Issuer;
  /** Of the grant it is made under. */
  readonly dataFrom: Date;
  readonly writes: CommandWrite[];
  /** What was asked for, in the words of the API: for the owner's record. */
  readonly asked: { readonly operation: string; readonly fields: object };
  /** Until when it may wait for the gateway; a minute when left out. */
  readonly waitsUntil?: Date;
  readonly idempotency?: {
    readonly key: string;
    readonly requestHash: Buffer;
    /** The command that the same request made before. */
    readonly first: () => Promise<CommandRow | undefined>;
  };
}

/** Stores a command with its number, its timer, and its line in the owner's record. */
export async function storeCommand(access: Access, unit: UnitOfWork, input: NewCommand): Promise<CommandRow> {
  const nowMs = access.clock.now();
  const command = newCommand(input, nowMs);
  const keyExpiryMs = Math.max(nowMs - IDEMPOTENCY_KEY_LIFETIME_MS, input.dataFrom.getTime());
  if (command.idempotency_key !== null) await releaseIdempotencyKey(unit.tx, command, new Date(keyExpiryMs));
  const row = await insertCommand(unit.tx, command);
  await noteChange(access, unit.tx, {
    gatewayId: row.gateway_id,
    dataFrom: input.dataFrom,
    actor: input.issuer,
    action: 'COMMAND',
    detail: { commandId: row.command_id, ...input.asked },
  });
  await scheduleExpiry(unit, row);
  return row;
}

function newCommand(input: NewCommand, nowMs: number): Omit<CommandRow, 'no'> {
  const { gatewayId, issuer, writes, idempotency, waitsUntil } = input;
  return {
    gateway_id: gatewayId,
    command_id: newId('cmd', nowMs),
    actor_kind: issuer.kind,
    actor_id: issuer.id,
    status: 'ACCEPTED',
    writes,
    results: [],
    reason: null,
    idempotency_key: idempotency?.key ?? null,
    request_hash: idempotency?.requestHash ?? null,
    accepted_at: new Date(nowMs),
    sent_at: null,
    ended_at: null,
    expires_at: waitsUntil ?? new Date(nowMs + WAITING_LIFETIME_MS),
    replaced: {},
    detail: {},
  };
}
