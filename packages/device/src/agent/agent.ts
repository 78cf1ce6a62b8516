import { NativeGateway } from '../gateway/native-gateway.ts';
import { backFill } from './back-fill.ts';
import type { AgentAppliance, Driver, Teller } from './driver.ts';
import type { Hole, HoleBook } from './hole-book.ts';
import { PolledAppliance } from './polled-appliance.ts';
import type { DiskRing } from './ring/disk-ring.ts';

/** So many turns without the gateway, three minutes: the platform is told that it is offline. */
const AWAY_TURNS = 3;
/** The platform takes a value as known for half an hour: a longer time without one is a hole. */
const HOLE_MS = 30 * 60_000;

export interface AgentOptions {
  readonly driver: Driver | Teller;
  readonly broker: {
    readonly url: string;
    readonly gatewayId: string;
    readonly password: string;
    readonly ca?: string;
  };
  readonly openRing: () => DiskRing;
  /** Puts what is kept under a new boot. */
  readonly renewRing: (old: DiskRing) => DiskRing;
  readonly holes: HoleBook;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** Stands for one gateway that is reached in the house only: asks it, and speaks for it to the platform. */
export class Agent {
  readonly appliance: AgentAppliance;
  readonly #options: AgentOptions;
  #ring: DiskRing;
  #gateway: NativeGateway;
  #missedTurns = 0;
  #told = '';
  #ended = false;
  #isRenewing = false;

  constructor(options: AgentOptions) {
    this.#options = options;
    const { driver, now } = options;
    this.appliance = 'appliance' in driver ? driver.appliance : new PolledAppliance(driver, now);
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
    this.#gateway.start();
    try {
      this.#noteHole();
      if (this.appliance.takeDescriptionChange()) this.#gateway.describe();
      this.#gateway.report();
      for (const hole of this.#options.holes.due(this.#options.now())) await this.#fill(hole);
    } catch (error) {
      // Without a book the time would be lost that it is to hold: the next turn tries again.
      this.#options.log(`what is missing cannot be noted: ${messageOf(error)}`);
    }
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.appliance.end?.();
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

  /** Before the report that ends it, so that it is not forgotten when the power goes between the two. */
  #noteHole(): void {
    if ('appliance' in this.#options.driver) return;
    const fromMs = this.#ring.latestAtMs;
    const toMs = this.#options.now();
    if (fromMs !== 0 && toMs - fromMs >= HOLE_MS) this.#options.holes.add({ fromMs, toMs });
  }

  async #fill(hole: Hole): Promise<void> {
    const { driver, holes, now, log } = this.#options;
    if ('appliance' in driver) return;
    const since = new Date(hole.fromMs).toISOString();
    try {
      const { reports, toldToMs } = await backFill(driver, this.appliance.describe(), hole, now());
      if (this.#ended) return;
      for (const { atMs, values } of reports) this.#gateway.reportPast(atMs, values);
      holes.filled(hole, toldToMs, now());
      log(`nothing was reported since ${since}: ${reports.length} reports from the gateway's recordings`);
    } catch (error) {
      holes.failed(hole, now());
      log(`the gateway's recordings since ${since} cannot be read: ${messageOf(error)}`);
    }
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
    const { driver } = this.#options;
    if ('appliance' in driver) return;
    try {
      await driver.findAgain?.();
    } catch (error) {
      this.#options.log(`the gateway cannot be looked for: ${messageOf(error)}`);
    }
  }

  /** The disk has lost reports that the platform has: what is kept gets numbers that were never used. */
  async #renew(): Promise<void> {
    if (this.#isRenewing) return;
    this.#isRenewing = true;
    this.#options.log('the disk has lost reports that it had confirmed: what is kept gets new numbers');
    await this.#gateway.end();
    this.#ring = this.#options.renewRing(this.#ring);
    this.#gateway = this.#newGateway();
    this.#isRenewing = false;
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
