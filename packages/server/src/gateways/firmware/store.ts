import { sql } from 'kysely';
import type { FirmwarePolicy } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import { tables } from '../store.ts';
import type { GatewayRow } from '../tables.ts';

export async function listPolicies(db: Db): Promise<FirmwarePolicy[]> {
  const rows = await tables(db)
    .selectFrom('firmware_policies')
    .selectAll()
    .orderBy('gateway_type')
    .orderBy('brand')
    .execute();
  return rows.map(({ gateway_type, ...row }) => ({ gatewayType: gateway_type, ...row }));
}

export async function replacePolicies(tx: Db, policies: readonly FirmwarePolicy[]): Promise<void> {
  // Two who change them come one after the other.
  await sql`LOCK TABLE firmware_policies IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
  await tables(tx).deleteFrom('firmware_policies').execute();
  if (policies.length === 0) return;
  const rows = policies.map(({ gatewayType, ...policy }) => ({ gateway_type: gatewayType, ...policy }));
  await tables(tx).insertInto('firmware_policies').values(rows).execute();
}

type FirmwareInUse = Pick<GatewayRow, 'gateway_type' | 'brand' | 'firmware'> & {
  readonly gateways: number;
};

/** Which versions there are, the most frequent first. */
export function firmwareInUse(db: Db): Promise<FirmwareInUse[]> {
  return tables(db)
    .selectFrom('gateways')
    .select((select) => ['gateway_type', 'brand', 'firmware', select.fn.countAll<number>().as('gateways')])
    .groupBy(['gateway_type', 'brand', 'firmware'])
    .orderBy('gateways', 'desc')
    .execute();
}

/** Gateways that told a version, in the order of their ids, locked. */
export function lockVersioned(tx: Db, after: number, limit: number): Promise<GatewayRow[]> {
  return tables(tx)
    .selectFrom('gateways')
    .selectAll()
    .where('gateway_id', '>', after)
    .where('firmware', 'is not', null)
    .orderBy('gateway_id')
    .limit(limit)
    .forUpdate()
    .execute();
}

export async function setFirmwareTold(tx: Db, gatewayId: number, version: string): Promise<void> {
  await tables(tx)
    .updateTable('gateways')
    .set({ firmware_told: version })
    .where('gateway_id', '=', gatewayId)
    .execute();
}
