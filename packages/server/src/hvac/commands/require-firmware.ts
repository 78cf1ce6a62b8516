import { findGateways, firmwareState } from '../../gateways/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Hvac } from '../hvac.ts';

/** Changes need the minimum firmware where operators say so; 422 `firmware-outdated`. */
export async function requireFirmware({ db, gateways }: Hvac, gatewayId: number): Promise<void> {
  const policies = await gateways.firmwarePolicies.get('all');
  if (!policies.some(({ below, minimum }) => below === 'REFUSE' && minimum !== null)) return;
  // Not from memory: an update of the gateway counts at once.
  const [row] = await findGateways(db, [gatewayId]);
  if (!row) return;
  const { refusesCommands, minimum } = firmwareState(policies, row);
  if (refusesCommands) throw new AppError('firmware-outdated', { minimum });
}
