import { firmwareState } from '../../gateways/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Hvac } from '../hvac.ts';

/** Changes need the minimum firmware where operators say so; 422 `firmware-outdated`. */
export async function requireFirmware({ gateways }: Hvac, gatewayId: number): Promise<void> {
  const row = await gateways.registry.get(gatewayId);
  if (!row) return;
  const { refusesCommands, minimum } = firmwareState(await gateways.firmwarePolicies.get('all'), row);
  if (refusesCommands) throw new AppError('firmware-outdated', { minimum });
}
