import { LINK_RESEND_MS } from '@hearthgate/wire';
import { MINUTE_MS } from '../house/clock.ts';
import { APPLIANCE_FAULTS } from '../house/faults.ts';
import type { VirtualHouse } from '../house/virtual-house.ts';
import { COMMAND_FAULTS, FaultyAppliance } from './command-faults.ts';
import { degreeOf, type FaultParameters, type HouseFault } from './fault-catalogue.ts';
import { LINK_FAULTS } from './link-faults.ts';
import { NativeGateway } from './native-gateway.ts';

/** Reports are due at these steps of the clock. */
export const REPORT_INTERVAL_MS = 15 * MINUTE_MS;
/** In a long advance the ring must not overflow: it is emptied each time so many reports are under way; a day's are. */
const REPORTS_PER_SETTLE = 128;
const SETTLE_TIMEOUT_MS = 30_000;
/** While messages are dropped: soon, so that an advance of the clock ends. */
const RESEND_WHEN_DROPPED_MS = 400;

export interface HouseGatewayOptions {
  readonly brokerUrl: string;
  readonly gatewayId: string;
  readonly password: string;
  /** Of the authority that signed the broker's certificate, PEM; without it those of the system. */
  readonly ca?: string;
  readonly house: VirtualHouse;
  readonly log?: (line: string) => void;
  /** As of a `NativeGateway`. */
  readonly sendWindow?: number;
  /** How long `advanceTo` waits for the platform's acknowledgements, milliseconds. */
  readonly settleTimeoutMs?: number;
}

/** A virtual house behind a gateway of its own: commands are executed at the house's time. */
export class HouseGateway {
  readonly house: VirtualHouse;
  readonly gateway: NativeGateway;
  readonly #settleTimeoutMs: number;
  readonly #faults = new Map<HouseFault, number>();
  #advancing: Promise<void> = Promise.resolve();
  #isUnplugged = false;
  /** Until when an unplugged house has to have lived before anybody can tell. */
  #owedMs = 0;

  constructor(options: HouseGatewayOptions) {
    const { brokerUrl, gatewayId, password, ca, house, log, sendWindow } = options;
    this.house = house;
    this.#settleTimeoutMs = options.settleTimeoutMs ?? SETTLE_TIMEOUT_MS;
    this.gateway = new NativeGateway({
      brokerUrl,
      gatewayId,
      password,
      appliance: new FaultyAppliance(house, this.#faults),
      now: () => house.nowMs + (this.#faults.get('clock-skew') ?? 0) * MINUTE_MS,
      ...(sendWindow !== undefined && { sendWindow }),
      commandDelayMs: () => (this.#faults.get('slow') ?? 0) * 1_000,
      ...(ca !== undefined && { ca }),
      ...(log && { log }),
    });
  }

  get connected(): boolean {
    return this.gateway.connected;
  }

  /** Faults that are on. */
  get faults(): readonly HouseFault[] {
    return [...this.#faults.keys()];
  }

  /** Faults that it can have. */
  get possibleFaults(): readonly HouseFault[] {
    return [...this.house.possibleFaults, ...COMMAND_FAULTS, ...LINK_FAULTS];
  }

  /** Switches a fault and reports at once when connected; false for one that this house cannot have. */
  setFault(fault: HouseFault, isOn: boolean, parameters?: FaultParameters): boolean {
    this.#catchUp();
    const ofHouse = APPLIANCE_FAULTS.find((name) => name === fault);
    if (ofHouse && !this.house.setFault(ofHouse, isOn)) return false;
    const ofLink = LINK_FAULTS.find((name) => name === fault);
    const degree = degreeOf(fault, parameters);
    if (ofLink) this.gateway.faults.set(ofLink, isOn, degree);
    if (isOn) this.#faults.set(fault, degree);
    else this.#faults.delete(fault);
    this.gateway.resendEvery(this.#faults.has('drop') ? RESEND_WHEN_DROPPED_MS : LINK_RESEND_MS);
    if (this.connected) this.gateway.report();
    return true;
  }

  /** Connects and queues a first report, so that the platform need not wait for the next one due. */
  async connect(): Promise<void> {
    await this.gateway.connect();
    this.gateway.report();
  }

  /**
   * Lets the house live until then, reporting each 15 minutes and on a change of mode; resolves when all is acknowledged. Of an
   * unplugged house nobody hears anything: it lives these minutes when somebody might.
   */
  advanceTo(ms: number): Promise<void> {
    this.#owedMs = ms;
    if (this.#isUnplugged) return this.#advancing;
    const done = this.#advancing.then(() => this.#advance(ms));
    this.#advancing = done.catch(() => undefined);
    return done;
  }

  settled(timeoutMs: number): Promise<void> {
    return this.gateway.settled(timeoutMs);
  }

  unplug(): void {
    this.#isUnplugged = true;
    this.gateway.unplug();
  }

  plug(): Promise<void> {
    this.#catchUp();
    this.#isUnplugged = false;
    return this.gateway.plug();
  }

  end(): Promise<void> {
    return this.gateway.end();
  }

  async #advance(ms: number): Promise<void> {
    while (this.house.nowMs < ms) {
      this.#live(ms, REPORTS_PER_SETTLE);
      await this.gateway.settled(this.#settleTimeoutMs);
    }
  }

  /** Its reports go into the ring, which keeps the newest. */
  #catchUp(): void {
    if (this.#isUnplugged) this.#live(this.#owedMs, Number.POSITIVE_INFINITY);
  }

  /** Lives until then, or until it has reported so often. */
  #live(ms: number, reportsMax: number): void {
    let reports = 0;
    let modes = this.house.modeStamp;
    while (this.house.nowMs < ms && reports < reportsMax) {
      const minute = (Math.floor(this.house.nowMs / MINUTE_MS) + 1) * MINUTE_MS;
      const next = Math.min(ms, minute);
      this.house.advanceTo(next);
      this.gateway.executeDue();
      const stamp = this.house.modeStamp;
      if (next % REPORT_INTERVAL_MS !== 0 && stamp === modes) continue;
      modes = stamp;
      this.gateway.report();
      reports += 1;
    }
  }
}
