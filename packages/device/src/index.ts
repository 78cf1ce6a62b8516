export type { Appliance, Identity, WriteResult } from './appliance.ts';
export { HouseGateway, type HouseGatewayOptions, REPORT_INTERVAL_MS } from './gateway/house-gateway.ts';
export type { NativeGatewayOptions } from './gateway/native-gateway-options.ts';
export { NativeGateway } from './gateway/native-gateway.ts';
export { VirtualHouse, type VirtualHouseOptions } from './house/virtual-house.ts';
export { loadTree, type Tree } from './tree/load-tree.ts';
export { ReplayAppliance } from './tree/replay-appliance.ts';
