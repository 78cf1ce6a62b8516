import { NativeGateway } from '../gateway/native-gateway.ts';
import { HOLE_MS, backFill } from './back-fill.ts';
import type { Driver } from './driver.ts';
import { PolledAppliance } from './polled-appliance.ts';
import type { DiskRing } from './ring/disk-ring.ts';

/** So many turns without the gateway, three minutes: the platform is told that it is offline. */
const AWAY_TURNS = 3;
/** So many turns the recordings are tried; then the values of now are worth more. */
const BACK_FILL_TRIES = 3;

export interface AgentOptions {
  readonly driver: Driver;
  readonly broker: {
    readonly url: string;
    readonly gatewayId: string;
    readonly password: string;
    readonly ca?: string;
  };
  readonly openRing: () => DiskRing;
  /** Puts what is kept under a new boot. */
  readonly renewRing: (old: DiskRing) => DiskRing;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** Stands for one gateway that is reached in the house only: asks it, and speaks for it to the platform. */
export class Agent {
  readonly appliance: PolledAppliance;
  readonly #options: AgentOptions;
  #ring: DiskRing;
  #gateway: NativeGateway;
  #missedTurns = 0;
  #backFillTries = 0;
  #told = '';
  #ended = false;

  constructor(options: AgentOptions) {
    this.#options = options;
    this.appliance = new PolledAppliance(options.driver, options.now);
    this.#ring = options.openRing();
    this.#gateway = this.#newGateway();
    if (this.#ring.size > 0) options.log(`${this.#ring.size} reports wait for the platform`);
  }

  /** The link to the platform. */
  get gateway(): NativeGateway {
    return this.#gateway;
  }

  get ring(): DiskRing {
    return this.#ring;
  }

  /** Reads what is due and reports it. Never throws: what goes wrong is logged, and the next turn tries again. */
  async turn(): Promise<void> {
    try {
      await this.appliance.poll();
    } catch (error) {
      if (!this.#ended) await this.#missed(messageOf(error));
      return;
    }
    if (this.#ended) return;
    this.#missedTurns = 0;
    this.#told = '';
    try {
      if (!(await this.#fillHole()) || this.#ended) return;
      if (this.appliance.tree.takeDescriptionChange()) this.#gateway.describe();
      this.#gateway.report();
    } catch (error) {
      this.#tell(`this report could not be kept: ${messageOf(error)}`);
    }
    this.#gateway.start();
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#gateway.end();
    this.#ring.close();
  }

  #newGateway(): NativeGateway {
    const { broker, now, log } = this.#options;
    return new NativeGateway({
      brokerUrl: broker.url,
      gatewayId: broker.gatewayId,
      password: broker.password,
      ...(broker.ca !== undefined && { ca: broker.ca }),
      appliance: this.appliance,
      now,
      log,
      ring: this.#ring,
      tells: 'changes',
      numbersLost: () => void this.#renew(),
    });
  }

  /** False: not yet, the recordings are tried again with the next turn. */
  async #fillHole(): Promise<boolean> {
    const { driver, now, log } = this.#options;
    const lastMs = this.#ring.latestAtMs;
    const nowMs = now();
    if (lastMs === 0 || nowMs - lastMs < HOLE_MS) return true;
    try {
      const past = await backFill(driver, this.appliance.describe(), lastMs, nowMs);
      for (const { atMs, values } of past) this.#gateway.reportPast(atMs, values);
      const hours = `since ${new Date(lastMs).toISOString()}`;
      log(`nothing was reported ${hours}: ${past.length} hours filled from the gateway's recordings`);
    } catch (error) {
      this.#backFillTries += 1;
      log(`the gateway's recordings cannot be read: ${messageOf(error)}`);
      if (this.#backFillTries < BACK_FILL_TRIES) return false;
    }
    this.#backFillTries = 0;
    return true;
  }

  async #missed(why: string): Promise<void> {
    this.#missedTurns += 1;
    this.#tell(why);
    if (this.#missedTurns % AWAY_TURNS === 0) await this.#findAgain();
    if (this.#missedTurns !== AWAY_TURNS) return;
    this.#options.log('the gateway is away: the platform is told that it is offline');
    await this.#gateway.end();
  }

  async #findAgain(): Promise<void> {
    try {
      await this.#options.driver.findAgain?.();
    } catch (error) {
      this.#options.log(`the gateway cannot be looked for: ${messageOf(error)}`);
    }
  }

  /** The disk has lost reports that the platform has: what is kept gets numbers that were never used. */
  async #renew(): Promise<void> {
    this.#options.log('the disk has lost reports that it had confirmed: what is kept gets new numbers');
    await this.#gateway.end();
    this.#ring = this.#options.renewRing(this.#ring);
    this.#gateway = this.#newGateway();
    this.#gateway.start();
  }

  /** The same trouble turn after turn is told once. */
  #tell(line: string): void {
    if (line !== this.#told) this.#options.log(line);
    this.#told = line;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
