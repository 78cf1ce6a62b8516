import type { LinkValue } from '@hearthgate/wire';
import { COMMAND_FAULTS } from '../gateway/command-faults.ts';
import { degreeOf, type FaultParameters, type HouseFault } from '../gateway/fault-catalogue.ts';
import { REPORT_INTERVAL_MS, type HouseGatewayOptions } from '../gateway/house-gateway.ts';
import { APPLIANCE_FAULTS } from '../house/faults.ts';
import type { VirtualHouse } from '../house/virtual-house.ts';
import type { EmsEspSettings } from './settings.ts';
import { VirtualEmsEsp } from './virtual-ems-esp.ts';

const SETTLE_TIMEOUT_MS = 30_000;
/** A platform that meets the device for the first time asks at once; one that knows it never does. */
const ASKED_WITHIN_MS = 1_000;
/** Its messages carry neither number nor time: none can be out of order, and its clock is never seen. */
const LINE_FAULTS = ['drop', 'duplicate', 'delay', 'garbage'] as const;
const DHW_MODE = '/dhwCircuits/dhw1/operationMode';

export interface EmsHouseOptions extends HouseGatewayOptions {
  readonly settings?: Partial<EmsEspSettings>;
  /** A platform behind a broker elsewhere does not see who listens: it asks when it has heard values. */
  readonly tellsFirst?: boolean;
}

/** A virtual house behind an EMS-ESP. Its messages carry no time: what it tells is as of now, so it tells once for each advance. */
export class EmsHouse {
  readonly house: VirtualHouse;
  readonly device: VirtualEmsEsp;
  readonly #settleTimeoutMs: number;
  readonly #tellsFirst: boolean;
  #hasConnected = false;
  #toldMs = 0;
  #modes = '';
  #slowMs = 0;
  #held: { readonly dueMs: number; readonly write: () => void }[] = [];

  constructor(options: EmsHouseOptions) {
    const { brokerUrl, gatewayId, password, house, settings } = options;
    this.house = house;
    this.#tellsFirst = options.tellsFirst ?? false;
    this.#settleTimeoutMs = options.settleTimeoutMs ?? SETTLE_TIMEOUT_MS;
    // Acknowledged, so that whoever moves the clock knows when the platform has taken everything over.
    this.device = new VirtualEmsEsp({
      brokerUrl,
      gatewayId,
      password,
      house,
      settings: { qos: 1, ...settings },
    });
    this.device.inTime = (write) => {
      if (this.#slowMs > 0) this.#held.push({ dueMs: house.nowMs + this.#slowMs, write });
      else write();
    };
  }

  /** Faults that it can have. */
  get possibleFaults(): readonly HouseFault[] {
    return [...this.house.possibleFaults, ...COMMAND_FAULTS, ...LINE_FAULTS];
  }

  /** Switches a fault and tells its values; false for one that this house cannot have. */
  setFault(fault: HouseFault, isOn: boolean, parameters?: FaultParameters): boolean {
    if (!this.possibleFaults.includes(fault)) return false;
    const degree = degreeOf(fault, parameters);
    const ofHouse = APPLIANCE_FAULTS.find((name) => name === fault);
    if (ofHouse) this.house.setFault(ofHouse, isOn);
    const ofLine = LINE_FAULTS.find((name) => name === fault);
    if (ofLine) this.device.lineFaults.set(ofLine, isOn, degree);
    if (fault === 'accept-but-ignore') this.device.ignoresWrites = isOn;
    if (fault === 'refuse') this.device.refusesWrites = isOn;
    if (fault === 'slow') this.#slowMs = isOn ? degree * 1_000 : 0;
    if (this.connected) this.#tell();
    return true;
  }

  get connected(): boolean {
    return this.device.connected;
  }

  async connect(): Promise<void> {
    await this.device.connect();
    if (this.#tellsFirst) this.#tell();
    if (!this.#hasConnected) await this.device.asked(ASKED_WITHIN_MS).catch(() => undefined);
    this.#hasConnected = true;
    await this.device.settled(this.#settleTimeoutMs);
    this.#tell();
  }

  /** Lives until then and tells its values when 15 minutes or a change of mode have passed. */
  async advanceTo(ms: number): Promise<void> {
    this.house.advanceTo(ms);
    for (const { dueMs, write } of this.#held.splice(0)) {
      if (dueMs <= this.house.nowMs) write();
      else this.#held.push({ dueMs, write });
    }
    const isDue = this.house.nowMs - this.#toldMs >= REPORT_INTERVAL_MS;
    if (isDue || this.house.modeStamp !== this.#modes) this.#tell();
    await this.settled(this.#settleTimeoutMs);
  }

  settled(timeoutMs: number): Promise<void> {
    return this.device.settled(timeoutMs);
  }

  unplug(): void {
    this.device.unplug();
  }

  plug(): Promise<void> {
    return this.connect();
  }

  end(): Promise<void> {
    this.device.unplug();
    return Promise.resolve();
  }

  #tell(): void {
    this.#toldMs = this.house.nowMs;
    this.#modes = this.house.modeStamp;
    this.device.heartbeat();
    this.device.publish();
  }
}

/** What an RC310 calls its two kinds of program is one in the house. */
export function emsSettings(values: Readonly<Record<string, LinkValue>>): Record<string, LinkValue> {
  const mode = values[DHW_MODE];
  const isProgram = mode === 'ownprogram' || mode === 'HCprogram';
  return { ...values, ...(isProgram && { [DHW_MODE]: 'auto' }) };
}
