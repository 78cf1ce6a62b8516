import type { Access } from './access.ts';
import type { Caller } from './caller.ts';
import { gatewaysOf } from './owners/store.ts';
import { listContracts } from './store.ts';

/** A gateway that the caller may read now, and from when on. */
export interface Readable {
  readonly gatewayId: number;
  readonly dataFrom: Date;
}

/** Gateways that the company may monitor now, or that the owner has, in the order of their ids, after `afterGatewayId`. */
export async function readableGatewaysOf(
  access: Access,
  caller: Caller,
  page: { afterGatewayId: number; limit: number },
): Promise<Readable[]> {
  const at = new Date(access.clock.now());
  const filter = { at, status: 'ACTIVE', monitoring: true, ...page } as const;
  const rows =
    caller.kind === 'OWNER'
      ? await gatewaysOf(access.db, caller.ownerId, page)
      : await listContracts(access.db, caller.companyId, filter);
  return rows.map((row) => ({ gatewayId: row.gateway_id, dataFrom: row.data_from }));
}
