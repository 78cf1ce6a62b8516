import type { Brand, GatewayType, Leaf, LeafScalar, LinkNotification } from '@hearthgate/wire';
import type { Appliance, Identity, WriteResult } from '../appliance.ts';
import { refusal } from '../check-write.ts';
import { circuitLeaves } from './circuit-leaves.ts';
import { roomSetpointC, statusOf } from './circuit.ts';
import { MINUTE_MS } from './clock.ts';
import { dhwLeaves } from './dhw-leaves.ts';
import { dhwLevelAt, dhwStatusOf } from './dhw.ts';
import type { LeafSpec } from './leaf-spec.ts';
import { type Plant, createPlant, stepPlant } from './plant.ts';
import { heatSourceLeaves, systemLeaves } from './system-leaves.ts';

export interface VirtualHouseOptions {
  /** Same seed and start, same house and weather. */
  readonly seed: number;
  /** Epoch milliseconds. */
  readonly startMs: number;
  readonly brand: Brand;
  readonly gatewayType: GatewayType;
  readonly firmware?: string;
}

const HARDWARE: Readonly<Record<GatewayType, string>> = {
  ICOM: 'iCom_Low_NSC_v1',
  K30: 'K30RF_v1',
  K40: 'K40RF_v1',
  EMS_ESP: 'E32V2',
};
const FIRMWARE: Readonly<Record<GatewayType, string>> = {
  ICOM: '04.07.07',
  K30: '12.01.00',
  K40: '15.00.01',
  EMS_ESP: '3.7.2',
};

/** A house with an air-water heat pump, floor heating (hc1), radiators (hc2) and a hot water tank, in its own weather. */
export class VirtualHouse implements Appliance {
  readonly identity: Identity;
  readonly #plant: Plant;
  readonly #leaves: ReadonlyMap<string, LeafSpec>;
  #nowMs: number;

  constructor(options: VirtualHouseOptions) {
    const { seed, startMs, brand, gatewayType } = options;
    const firmware = options.firmware ?? FIRMWARE[gatewayType];
    this.identity = { gatewayType, brand, firmware, hardware: HARDWARE[gatewayType] };
    this.#nowMs = startMs;
    this.#plant = createPlant(seed, startMs);
    const now = () => this.#nowMs;
    const specs = [
      ...this.#plant.zones.flatMap((zone, index) => circuitLeaves(index + 1, zone, this.#plant, now)),
      ...dhwLeaves(this.#plant, now),
      ...heatSourceLeaves(this.#plant),
      ...systemLeaves(this.#plant, this.identity),
    ];
    this.#leaves = new Map(specs.map((spec) => [spec.leaf.id, spec]));
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Moves the house on in whole minutes of the clock, whatever the calls; an earlier time changes nothing. */
  advanceTo(ms: number): void {
    if (ms <= this.#nowMs) return;
    while (this.#plant.timeMs + MINUTE_MS <= ms) stepPlant(this.#plant);
    this.#nowMs = ms;
  }

  describe(): Leaf[] {
    return [...this.#leaves.values()].map((spec) => spec.leaf);
  }

  read(): Record<string, LeafScalar> {
    const values: Record<string, LeafScalar> = {};
    for (const [path, spec] of this.#leaves) values[path] = spec.read();
    return values;
  }

  write(path: string, value: LeafScalar): WriteResult {
    const spec = this.#leaves.get(path);
    const error = refusal(spec?.leaf, value) ?? spec?.write?.(value);
    if (!spec || error !== undefined) return { status: 'REFUSED', error: error ?? 'no such resource' };
    return { status: 'CONFIRMED', value: spec.read() };
  }

  notifications(): LinkNotification[] {
    return [];
  }

  /** Changes whenever a mode, level or set-point that a user sees does. */
  get modeStamp(): string {
    const { zones, dhw } = this.#plant;
    const now = this.#nowMs;
    const circuits = zones.map(({ circuit }) => `${statusOf(circuit, now)}/${roomSetpointC(circuit, now)}`);
    return `${circuits.join()} ${dhwStatusOf(dhw, now)}/${dhwLevelAt(dhw, now)}`;
  }
}
