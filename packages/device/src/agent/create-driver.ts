import { join } from 'node:path';
import type { AgentConfig } from './config/agent-config.ts';
import type { Driver, Teller } from './driver.ts';
import { EmsAppliance } from './ems-esp/ems-appliance.ts';
import { discoverGateways } from './k40rf/discover.ts';
import { k40Driver } from './k40rf/k40-driver.ts';
import { type Pairing, readPairing } from './k40rf/pairing.ts';
import { km200Driver } from './km200/km200-driver.ts';

/** Where pairing leaves its token, and where it is looked for. */
export function pairingFile({ dataDir }: AgentConfig): string {
  return join(dataDir, 'k40rf.json');
}

export function createDriver(config: AgentConfig): Driver | Teller {
  const { gateway } = config;
  if (gateway.driver === 'ems-esp') return { gatewayType: 'EMS_ESP', appliance: new EmsAppliance(gateway) };
  if (gateway.driver === 'km200') return km200Driver(gateway, gateway.timeZone);
  const paired = readPairing(pairingFile(config));
  if (!paired) throw new Error('this gateway is not paired yet: run "hearthgate agent pair" first');
  if (gateway.host !== undefined) return k40Driver({ ...paired, host: gateway.host, port: gateway.port });
  return k40Driver(paired, () => findAgain(paired));
}

/** A router may have given the gateway another address. */
async function findAgain({ deviceId }: Pairing) {
  const found = await discoverGateways();
  return found.find((gateway) => gateway.deviceId === deviceId);
}
