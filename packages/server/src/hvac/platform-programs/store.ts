import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database/database.ts';
import { tables } from '../store.ts';
import type { HvacTables } from '../tables.ts';
import type { CircuitKind } from '../time-programs/program-leaves.ts';

export interface CircuitKey {
  readonly gatewayId: number;
  readonly kind: CircuitKind;
  readonly circuit: number;
}
type Row = HvacTables['platform_programs'];
export type PlatformProgram = Omit<Row, 'switch_points'> & {
  readonly switch_points: Row['switch_points']['__select__'];
};

/** What changes the programs of one circuit runs one after the other, also where there is no row yet. */
export async function lockCircuit(tx: Tx, { gatewayId, kind, circuit }: CircuitKey): Promise<void> {
  const name = `platform-program ${gatewayId} ${kind} ${circuit}`;
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}

/** Programs of a circuit that were written since then, by id. */
export function storedPrograms(db: Db, key: CircuitKey, since: Date): Promise<PlatformProgram[]> {
  return ofCircuit(db, key).where('updated_at', '>=', since).orderBy('program_id').execute();
}

export function activeProgram(tx: Tx, key: CircuitKey): Promise<PlatformProgram | undefined> {
  return ofCircuit(tx, key).where('active', '=', true).executeTakeFirst();
}

/** The circuits of a gateway that follow a program of the platform. */
export function drivenCircuits(db: Db, gatewayId: number) {
  return tables(db)
    .selectFrom('platform_programs')
    .select(['gateway_id as gatewayId', 'kind', 'circuit'])
    .where('gateway_id', '=', gatewayId)
    .where('active', '=', true)
    .execute();
}

/** The program becomes the circuit's active one; those of an earlier owner's time are gone for good. */
export async function writeProgram(tx: Tx, row: PlatformProgram, dataFrom: Date): Promise<void> {
  const { gateway_id: gatewayId, kind, circuit } = row;
  const key: CircuitKey = { gatewayId, kind, circuit };
  await deleteFrom(tx, key).where('updated_at', '<', dataFrom).execute();
  await deactivate(tx, key);
  const values = { ...row, switch_points: JSON.stringify(row.switch_points) };
  await tables(tx)
    .insertInto('platform_programs')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['gateway_id', 'kind', 'circuit', 'program_id']).doUpdateSet(values),
    )
    .execute();
}

export async function deactivate(tx: Tx, key: CircuitKey): Promise<void> {
  await tables(tx)
    .updateTable('platform_programs')
    .set({ active: false })
    .where('gateway_id', '=', key.gatewayId)
    .where('kind', '=', key.kind)
    .where('circuit', '=', key.circuit)
    .where('active', '=', true)
    .execute();
}

export async function markIssued(tx: Tx, key: CircuitKey, at: Date, commandId: string): Promise<void> {
  await tables(tx)
    .updateTable('platform_programs')
    .set({ last_issued_at: at, last_command_id: commandId })
    .where('gateway_id', '=', key.gatewayId)
    .where('kind', '=', key.kind)
    .where('circuit', '=', key.circuit)
    .where('active', '=', true)
    .execute();
}

/** The program that was removed; undefined where there is none. */
export function removeProgram(tx: Tx, key: CircuitKey, programId: string, since: Date) {
  return deleteFrom(tx, key)
    .where('program_id', '=', programId)
    .where('updated_at', '>=', since)
    .returning('program_id')
    .executeTakeFirst();
}

function ofCircuit(db: Db, { gatewayId, kind, circuit }: CircuitKey) {
  return tables(db)
    .selectFrom('platform_programs')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('kind', '=', kind)
    .where('circuit', '=', circuit);
}

function deleteFrom(tx: Tx, { gatewayId, kind, circuit }: CircuitKey) {
  return tables(tx)
    .deleteFrom('platform_programs')
    .where('gateway_id', '=', gatewayId)
    .where('kind', '=', kind)
    .where('circuit', '=', circuit);
}
