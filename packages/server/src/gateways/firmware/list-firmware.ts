import type { FirmwareOverview } from '@hearthgate/wire';
import type { Gateways } from '../gateways.ts';
import { firmwareState } from './policy.ts';
import { firmwareInUse, listPolicies } from './store.ts';

/** The policies, and what they say of each version that is in use. */
export async function listFirmware({ db }: Gateways): Promise<FirmwareOverview> {
  const [items, inUse] = await Promise.all([listPolicies(db), firmwareInUse(db)]);
  return {
    items,
    inUse: inUse.map((row) => {
      const { upToDate, refusesCommands } = firmwareState(items, row);
      const state = upToDate ? 'CURRENT' : refusesCommands ? 'REFUSED' : 'OUTDATED';
      return {
        gatewayType: row.gateway_type,
        brand: row.brand,
        version: row.firmware,
        gateways: row.gateways,
        state: row.firmware === null ? 'UNKNOWN' : state,
      };
    }),
  };
}
