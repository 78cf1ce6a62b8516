import type { GatewayType } from '@hearthgate/wire';
import type { Identity } from '../../appliance.ts';
import type { HouseStart } from '../plant/create-plant.ts';
import { mulberry32 } from '../random.ts';
import type { HouseParts } from '../virtual-house.ts';
import { type Meters, addHistory } from '../producers/meter.ts';

/** A kind of house behind a kind of gateway. */
export interface Profile {
  readonly gatewayType: GatewayType;
  readonly firmware: string;
  readonly hardware: string;
  readonly build: (start: HouseStart, identity: Identity) => HouseParts;
}

/** Gateways of the first generation write the brand as a name. */
export function brandName(brand: string): string {
  return brand === 'IVT' ? brand : brand.charAt(0) + brand.slice(1).toLowerCase();
}

/** Years that the appliance has been in service. */
function yearsOf(seed: number): number {
  return 1 + 4 * mulberry32(seed + 1)();
}

/** Counters of a compressor that gives `ratedKw`, in the proportions of a real one. */
export function giveCompressorHistory({ ch, dhw }: Meters, seed: number, ratedKw: number): void {
  const years = yearsOf(seed);
  addHistory(ch, years, { outputKwh: 1_200 * ratedKw, inputKwh: 330 * ratedKw, starts: 1_050, hours: 2_800 });
  addHistory(dhw, years, { outputKwh: 3_100, inputKwh: 1_050, starts: 350, hours: 600 });
}

export function giveHeaterHistory({ ch, dhw }: Meters, seed: number): void {
  const years = yearsOf(seed);
  addHistory(ch, years, { outputKwh: 40, inputKwh: 40, starts: 0, hours: 0 });
  addHistory(dhw, years, { outputKwh: 25, inputKwh: 25, starts: 0, hours: 0 });
}

export function giveBurnerHistory({ ch, dhw }: Meters, seed: number): void {
  const years = yearsOf(seed);
  addHistory(ch, years, { outputKwh: 14_000, inputKwh: 14_200, starts: 3_800, hours: 2_300 });
  addHistory(dhw, years, { outputKwh: 2_600, inputKwh: 2_700, starts: 700, hours: 150 });
}
