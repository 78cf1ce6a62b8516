import type { Leaf, LinkNotification, LinkValue } from '@hearthgate/wire';
import type { Appliance, Identity, WriteResult } from '../appliance.ts';
import { refusal } from '../check-write.ts';
import { MINUTE_MS } from './clock.ts';
import { roomSetpointC, statusOf } from './control/circuit.ts';
import { dhwLevelAt, dhwStatusOf } from './control/dhw.ts';
import { APPLIANCE_FAULTS, type ApplianceFault, type FaultTable } from './faults.ts';
import { type LeafSpec, wordLeaf } from './leaves/leaf-spec.ts';
import { type Plant, stepPlant } from './plant/plant.ts';

/** What a profile makes a house of. */
export interface HouseParts {
  readonly plant: Plant;
  readonly leaves: readonly LeafSpec[];
  readonly faults: FaultTable;
}

/** A house in its own weather, behind the leaves of its gateway family. */
export class VirtualHouse implements Appliance {
  readonly identity: Identity;
  readonly #plant: Plant;
  readonly #leaves: ReadonlyMap<string, LeafSpec>;
  readonly #faults: FaultTable;
  readonly #active = new Set<ApplianceFault>();

  constructor(identity: Identity, { plant, leaves, faults }: HouseParts) {
    this.identity = identity;
    this.#plant = plant;
    this.#faults = faults;
    const health = wordLeaf('/system/healthStatus', () => this.#health(), ['ok', 'maintenance', 'error']);
    this.#leaves = new Map([...leaves, health].map((spec) => [spec.leaf.id, spec]));
  }

  get nowMs(): number {
    return this.#plant.nowMs;
  }

  /** Moves the house on in whole minutes of the clock, whatever the calls; an earlier time changes nothing. */
  advanceTo(ms: number): void {
    const plant = this.#plant;
    if (ms <= plant.nowMs) return;
    while (plant.timeMs + MINUTE_MS <= ms) stepPlant(plant);
    plant.nowMs = ms;
  }

  describe(): Leaf[] {
    return [...this.#leaves.values()].map((spec) => spec.leaf);
  }

  read(): Record<string, LinkValue> {
    const values: Record<string, LinkValue> = {};
    for (const [path, spec] of this.#leaves) values[path] = spec.read();
    return values;
  }

  write(path: string, value: LinkValue): WriteResult {
    const spec = this.#leaves.get(path);
    const error = refusal(spec?.leaf, value) ?? spec?.write?.(value);
    if (!spec || error !== undefined) return { status: 'REFUSED', error: error ?? 'no such resource' };
    return { status: 'CONFIRMED', value: spec.read() };
  }

  /** Takes over what was set before, as a gateway keeps it over a power cut; what runs out by itself stays ended. */
  restore(values: Readonly<Record<string, LinkValue>>): void {
    // Twice, since a level's start is refused while its stop is still the lower, older one.
    for (const [path, { isMomentary }] of [...this.#leaves, ...this.#leaves]) {
      const value = values[path];
      if (value !== undefined && !isMomentary) this.write(path, value);
    }
  }

  /** The faults that this house can have. */
  get possibleFaults(): ApplianceFault[] {
    return APPLIANCE_FAULTS.filter((name) => this.#faults[name]);
  }

  /** False for a fault that this house cannot have. */
  setFault(name: ApplianceFault, isOn: boolean): boolean {
    const effect = this.#faults[name];
    if (!effect) return false;
    effect.set(isOn);
    if (isOn) this.#active.add(name);
    else this.#active.delete(name);
    return true;
  }

  notifications(): LinkNotification[] {
    return this.#effects().map(({ notification }) => notification);
  }

  /** Changes whenever a mode, level, set-point or fault that a user sees does. */
  get modeStamp(): string {
    const { zones, dhw, nowMs } = this.#plant;
    let stamp = '';
    for (const { circuit } of zones) stamp += `${statusOf(circuit, nowMs)}/${roomSetpointC(circuit, nowMs)} `;
    stamp += `${dhwStatusOf(dhw, nowMs)}/${dhwLevelAt(dhw, nowMs)}`;
    for (const name of this.#active) stamp += ` ${name}`;
    return stamp;
  }

  #effects() {
    return [...this.#active].flatMap((name) => this.#faults[name] ?? []);
  }

  #health(): string {
    const effects = this.#effects();
    if (effects.some(({ health }) => health === 'error')) return 'error';
    return effects.length > 0 ? 'maintenance' : 'ok';
  }
}
