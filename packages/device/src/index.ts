export { EmsHouse, emsSettings } from './ems-esp/ems-house.ts';
export { DEFAULT_SETTINGS, type EmsEspSettings } from './ems-esp/settings.ts';
export { VirtualEmsEsp, type VirtualEmsEspOptions } from './ems-esp/virtual-ems-esp.ts';
export type { Appliance, Identity, WriteResult } from './appliance.ts';
export {
  FAULT_KINDS,
  HOUSE_FAULTS,
  type FaultParameter,
  type FaultParameters,
  type HouseFault,
} from './gateway/fault-catalogue.ts';
export { HouseGateway, type HouseGatewayOptions, REPORT_INTERVAL_MS } from './gateway/house-gateway.ts';
export { keepLengthsTogether } from './gateway/packet-lengths.ts';
export type { NativeGatewayOptions } from './gateway/native-gateway-options.ts';
export { NativeGateway } from './gateway/native-gateway.ts';
export {
  createHouse,
  gatewayTypeOf,
  HOUSE_PROFILES,
  type HouseOptions,
  type HouseProfile,
} from './house/create-house.ts';
export { VirtualHouse } from './house/virtual-house.ts';
export { loadTree, type Tree } from './tree/load-tree.ts';
export { ReplayAppliance } from './tree/replay-appliance.ts';
export { coverageOf, heatingCoverageOf, type Coverage } from './tree/unmapped-leaves.ts';
