import type { CommandStatus } from '@hearthgate/wire';
import { requireClaim, type OwnerContext } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { page, readPage } from '../../platform/http/paging.ts';
import type { Hvac } from '../hvac.ts';
import type { SystemState } from '../system-state.ts';
import type { CommandRow } from '../tables.ts';
import { commandView } from './command-view.ts';
import { changesOf, type ValueChange } from './new-command.ts';
import { planUndo } from './plan-undo.ts';
import { listedCommands, standingUndos } from './store.ts';

/** A page that names none: as many as a screen shows. */
const LIMIT = 50;

/** A remote change as the owner sees it: who, when, from what to what, and can it be undone. */
export interface RemoteChange {
  readonly commandId: string;
  readonly by: { readonly kind: 'COMPANY' | 'OWNER'; readonly id: string; readonly name: string };
  readonly acceptedAt: string;
  readonly endedAt?: string;
  readonly status: CommandStatus;
  readonly reason?: string;
  readonly changes: readonly ValueChange[];
  /** The change that this one takes back. */
  readonly undoes?: string;
  /** The command that takes this one back, on its way or carried out. */
  readonly undoneBy?: { readonly commandId: string; readonly status: CommandStatus };
  /** Left out: can be undone now. */
  readonly notUndoable?: string;
}

/** Remote changes since the present owners have the gateway, newest first. */
export async function listChanges(
  hvac: Hvac,
  owner: OwnerContext,
  input: { gatewayId: number; cursor?: string; limit?: number },
) {
  const { gatewayId, dataFrom } = await requireClaim(owner, input.gatewayId);
  const { cursor, limit = LIMIT } = input;
  const wanted = readPage({ limit, ...(cursor !== undefined && { cursor }) });
  const filter = { from: dataFrom, beforeNo: wanted.after, limit: wanted.limit };
  const rows = await listedCommands(hvac.db, gatewayId, filter);
  const ids = rows.map((row) => row.command_id);
  const undos = new Map((await standingUndos(hvac.db, gatewayId, ids)).map((row) => [row.undoes, row]));
  const state = await hvac.states.get(gatewayId);
  const { items, nextCursor } = page(
    wanted,
    rows,
    ({ no }) => no,
    (row) => view(owner, state, row, undos.get(row.command_id)),
  );
  return { items: await Promise.all(items), nextCursor };
}

async function view(
  { access }: OwnerContext,
  state: SystemState,
  row: CommandRow,
  undo: CommandRow | undefined,
): Promise<RemoteChange> {
  const { commandId, acceptedAt, endedAt, status, reason } = commandView(row);
  const refusal = undo ? undefined : refusalOf(state, row);
  const { actor_kind: kind, actor_id: id } = row;
  const name =
    kind === 'COMPANY' ? (await access.companies.get(id))?.name : (await access.owners.get(id))?.email;
  const by = { kind, id, name: name ?? '' };
  return {
    commandId,
    by,
    acceptedAt,
    ...(endedAt !== undefined && { endedAt }),
    status,
    ...(reason !== undefined && { reason }),
    changes: changesOf(row.writes, row.replaced),
    ...(row.undoes !== null && { undoes: row.undoes }),
    ...(undo && { undoneBy: { commandId: undo.command_id, status: undo.status } }),
    ...(refusal !== undefined && { notUndoable: refusal }),
  };
}

function refusalOf(state: SystemState, row: CommandRow): string | undefined {
  try {
    planUndo(state, row);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}
