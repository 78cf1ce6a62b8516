import type { Driver } from '../driver.ts';
import { readHistory } from './history.ts';
import { Km200Client, type Km200Address } from './km200-client.ts';
import { walkTree } from './walk.ts';
import { PATIENCE, type Patience, writeValue } from './write-value.ts';

/** KM50, KM100, KM200, MB LAN and gateways inside heat pumps. */
export function km200Driver(address: Km200Address, timeZone: string, patience: Patience = PATIENCE): Driver {
  const client = new Km200Client(address);
  return {
    gatewayType: 'ICOM',
    client,
    parallel: 1,
    discover: () => walkTree(client),
    write: (leaf, write) => writeValue(client, leaf, write, patience),
    history: (paths, fromMs, toMs, nowMs) => readHistory(client, timeZone, paths, fromMs, toMs, nowMs),
  };
}
