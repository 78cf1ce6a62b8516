import { isNoValue, type CommandWrite, type LeafValue, type LinkValue } from '@hearthgate/wire';
import { noteChange, type Issuer } from '../../access/index.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { newId } from '../../platform/ids.ts';
import type { Hvac } from '../hvac.ts';
import { valuesBefore } from '../protection/guard.ts';
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
  /** The command that it undoes. */
  readonly undoes?: string;
  /** What was asked for, in the words of the API: for the owner's record. */
  readonly asked: { readonly operation: string; readonly fields: object };
  /** Until when it may wait for the gateway; a minute when left out. */
  readonly waitsUntil?: Date;
  readonly idempotency?: {
    readonly key?: string;
    readonly requestHash?: Buffer;
    /** The command that the same request made before. */
    readonly first: () => Promise<CommandRow | undefined>;
  };
}

/** Stores a command with its timer, and its line in the owner's record. */
export async function storeCommand(
  hvac: Hvac,
  unit: UnitOfWork,
  input: NewCommand,
  row: CommandRow,
): Promise<void> {
  const { access, states } = hvac;
  const keyExpiryMs = Math.max(
    row.accepted_at.getTime() - IDEMPOTENCY_KEY_LIFETIME_MS,
    input.dataFrom.getTime(),
  );
  if (row.idempotency_key !== null) await releaseIdempotencyKey(unit.tx, row, new Date(keyExpiryMs));
  await insertCommand(unit.tx, row);
  const before = valuesBefore(await states.get(row.gateway_id), row.writes);
  await noteChange(access, unit, {
    gatewayId: row.gateway_id,
    dataFrom: input.dataFrom,
    actor: input.issuer,
    action: 'COMMAND',
    detail: {
      commandId: row.command_id,
      ...input.asked,
      ...(row.undoes !== null && { undoes: row.undoes }),
      changes: changesOf(row.writes, before),
    },
  });
  await scheduleExpiry(unit, row);
}

/** A command that waits for its turn. */
export function newCommand(input: NewCommand, no: number, nowMs: number): CommandRow {
  const { gatewayId, issuer, writes, idempotency, waitsUntil, undoes = null } = input;
  return {
    gateway_id: gatewayId,
    command_id: newId('cmd', nowMs),
    no,
    actor_kind: issuer.kind,
    actor_id: issuer.id,
    undoes,
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

/** One value that a command changes. */
export interface ValueChange {
  readonly resource: string;
  /** Left out: there was none, or it is a whole program. */
  readonly from?: LinkValue;
  readonly to?: LinkValue;
}

/** From what to what; whole programs are named only. */
export function changesOf(
  writes: readonly CommandWrite[],
  before: Readonly<Record<string, LeafValue>>,
): ValueChange[] {
  return writes.map(({ path, value }) => {
    const from = before[path];
    return {
      resource: path,
      ...(from !== undefined && !isNoValue(from) && !Array.isArray(from) && { from }),
      ...(!Array.isArray(value) && { to: value }),
    };
  });
}
