import type { Tx } from '../../platform/database/database.ts';
import { hostFault } from '../delivery/target-guard.ts';
import { webhooksOf } from './store.ts';

/** Names of the company's endpoints that lead to none of these hosts: nothing would be sent to them. */
export async function endpointsOutside(
  tx: Tx,
  companyId: string,
  hosts: readonly string[],
): Promise<string[]> {
  const all = await webhooksOf(tx, companyId);
  return all.flatMap(({ url, name }) => (hostFault(url, hosts) === undefined ? [] : [name]));
}
