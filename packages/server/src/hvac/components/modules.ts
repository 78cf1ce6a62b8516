import type { BusModule } from '@hearthgate/wire';
import { present } from '../fields/field-reader.ts';
import { numbersOf, valueAt } from '../fields/part.ts';
import type { SystemState } from '../system-state.ts';

export type Identity = Omit<BusModule, 'address'>;

/**
 * Addresses on the bus of the appliance: 8 and 72 as the vendor's specification shows them, the others as every recorded tree has
 * them. What stands at another address is listed with the gateway alone.
 */
export const ADDRESS = {
  source: (id: number) => 7 + id,
  heatingCircuit: (id: number) => 31 + id,
  solar: (id: number) => 47 + id,
  controllers: [56, 57, 58, 59],
  gateway: 72,
  ventilation: (id: number) => 80 + id,
} as const;

/** Product id in the vendor's example. */
const OUTDOOR_UNIT = '65281';
const NEWER_LIST = '/system/basicInfo';
const OLDER_LIST = '/system/info';

/** Every device that the gateway lists on the bus, in its order. */
export function busModules(state: SystemState): BusModule[] {
  const newer = modulesIn(state, NEWER_LIST);
  return newer.length > 0 ? newer : modulesIn(state, OLDER_LIST);
}

/** The device at an address; of a heat pump the indoor unit, which the outdoor one shares its address with. */
export function moduleAt(state: SystemState, address: number): Identity {
  const isIt = (module: BusModule) => module.address === String(address) && module.productId !== OUTDOOR_UNIT;
  const { address: _at, ...identity } = busModules(state).find(isIt) ?? {};
  return identity;
}

/** A heat source: its device on the bus; older gateways tell the number of the appliance itself elsewhere. */
export function sourceIdentity(state: SystemState, id: number): Identity {
  // In the older list the addresses after the first are of controllers.
  const isListed = id === 1 || numbersOf(state, `${NEWER_LIST}/module`).length > 0;
  const onBus = isListed ? moduleAt(state, ADDRESS.source(id)) : {};
  const [own] = [
    ...modulesIn(state, `/heatSources/hs${id}/info`),
    ...(id === 1 ? modulesIn(state, '/heatSources/info') : []),
  ];
  return { ...onBus, ...present('serialNumber', own?.serialNumber ?? onBus.serialNumber) };
}

function modulesIn(state: SystemState, list: string): BusModule[] {
  return numbersOf(state, `${list}/module`).map((number) => {
    const cell = (column: string) => wordAt(state, `${list}/module${number}/${column}`);
    return {
      ...present('address', cell('tok')),
      ...present('product', cell('productName') ?? cell('moduleHwIdentStr')),
      ...present('productId', cell('id')),
      ...present('firmware', cell('ver')),
      ...present('serialNumber', cell('productSerialNumber') ?? cell('moduleSerialNumber') ?? cell('no')),
    };
  });
}

/** A text that is there; gateways leave empty ones where they know nothing. */
export function wordAt(state: SystemState, path: string): string | undefined {
  const value = valueAt(state, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
