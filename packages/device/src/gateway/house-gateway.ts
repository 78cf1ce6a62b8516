import { MINUTE_MS } from '../house/clock.ts';
import type { VirtualHouse } from '../house/virtual-house.ts';
import { NativeGateway } from './native-gateway.ts';

/** Reports are due at these steps of the clock. */
export const REPORT_INTERVAL_MS = 15 * MINUTE_MS;
/** In a long advance the ring must not overflow: it is emptied each time this many reports are under way. */
const REPORTS_PER_SETTLE = 96;
const SETTLE_TIMEOUT_MS = 30_000;

export interface HouseGatewayOptions {
  readonly brokerUrl: string;
  readonly gatewayId: string;
  readonly password: string;
  readonly house: VirtualHouse;
  readonly log?: (line: string) => void;
  /** How long `advanceTo` waits for the platform's acknowledgements, milliseconds. */
  readonly settleTimeoutMs?: number;
}

/** A virtual house behind a gateway of its own: commands are executed at the house's time. */
export class HouseGateway {
  readonly house: VirtualHouse;
  readonly gateway: NativeGateway;
  readonly #settleTimeoutMs: number;
  #advancing: Promise<void> = Promise.resolve();

  constructor(options: HouseGatewayOptions) {
    const { brokerUrl, gatewayId, password, house, log } = options;
    this.house = house;
    this.#settleTimeoutMs = options.settleTimeoutMs ?? SETTLE_TIMEOUT_MS;
    this.gateway = new NativeGateway({
      brokerUrl,
      gatewayId,
      password,
      appliance: house,
      now: () => house.nowMs,
      ...(log && { log }),
    });
  }

  get connected(): boolean {
    return this.gateway.connected;
  }

  /** Connects and queues a first report, so that the platform need not wait for the next one due. */
  async connect(): Promise<void> {
    await this.gateway.connect();
    this.gateway.report();
  }

  /** Lets the house live until then, reporting each 15 minutes and on a change of mode; resolves when all is acknowledged. */
  advanceTo(ms: number): Promise<void> {
    const done = this.#advancing.then(() => this.#advance(ms));
    this.#advancing = done.catch(() => undefined);
    return done;
  }

  settled(timeoutMs: number): Promise<void> {
    return this.gateway.settled(timeoutMs);
  }

  unplug(): void {
    this.gateway.unplug();
  }

  plug(): Promise<void> {
    return this.gateway.plug();
  }

  end(): Promise<void> {
    return this.gateway.end();
  }

  async #advance(ms: number): Promise<void> {
    let sinceSettled = 0;
    let modes = this.house.modeStamp;
    while (this.house.nowMs < ms) {
      const minute = (Math.floor(this.house.nowMs / MINUTE_MS) + 1) * MINUTE_MS;
      const next = Math.min(ms, minute);
      this.house.advanceTo(next);
      const stamp = this.house.modeStamp;
      if (next % REPORT_INTERVAL_MS !== 0 && stamp === modes) continue;
      modes = stamp;
      this.gateway.report();
      sinceSettled += 1;
      if (sinceSettled < REPORTS_PER_SETTLE) continue;
      await this.gateway.settled(this.#settleTimeoutMs);
      sinceSettled = 0;
      modes = this.house.modeStamp;
    }
    await this.gateway.settled(this.#settleTimeoutMs);
  }
}
