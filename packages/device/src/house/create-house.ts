import type { Brand, GatewayType } from '@hearthgate/wire';
import { airWaterHeatPump } from './profiles/air-water-heat-pump.ts';
import { emsBoiler } from './profiles/ems-boiler.ts';
import { gasBoilerSolar } from './profiles/gas-boiler-solar.ts';
import { heatPumpCascade } from './profiles/heat-pump-cascade.ts';
import { hybrid } from './profiles/hybrid.ts';
import { k30HeatPump } from './profiles/k30-heat-pump.ts';
import type { Profile } from './profiles/profile.ts';
import { VirtualHouse } from './virtual-house.ts';

export const HOUSE_PROFILES = [
  'air-water-heat-pump',
  'gas-boiler-solar',
  'heat-pump-cascade',
  'k30-heat-pump',
  'hybrid',
  'ems-boiler',
] as const;
export type HouseProfile = (typeof HOUSE_PROFILES)[number];

const PROFILES: Readonly<Record<HouseProfile, Profile>> = {
  'air-water-heat-pump': airWaterHeatPump,
  'gas-boiler-solar': gasBoilerSolar,
  'heat-pump-cascade': heatPumpCascade,
  'k30-heat-pump': k30HeatPump,
  hybrid,
  'ems-boiler': emsBoiler,
};

export interface HouseOptions {
  /** Same seed and start, same house and weather. */
  readonly seed: number;
  /** Epoch milliseconds. */
  readonly startMs: number;
  readonly brand: Brand;
}

/** The type of gateway that such a house stands behind. */
export function gatewayTypeOf(profile: HouseProfile): GatewayType {
  return PROFILES[profile].gatewayType;
}

export function createHouse(profile: HouseProfile, { seed, startMs, brand }: HouseOptions): VirtualHouse {
  const { gatewayType, firmware, hardware, build } = PROFILES[profile];
  const identity = { gatewayType, brand, firmware, hardware };
  return new VirtualHouse(identity, build({ seed, startMs }, identity));
}
