import type { Access } from './access.ts';
import type { Caller } from './identify-caller.ts';
import { listContracts } from './store.ts';

/** Gateways that the company may monitor now, in the order of their ids, after `afterGatewayId`. */
export async function activeGatewaysOf(
  access: Access,
  caller: Caller,
  page: { afterGatewayId: number; limit: number },
): Promise<number[]> {
  const at = new Date(access.clock.now());
  const filter = { at, status: 'ACTIVE', monitoring: true, ...page } as const;
  const rows = await listContracts(access.db, caller.companyId, filter);
  return rows.map((row) => row.gateway_id);
}
