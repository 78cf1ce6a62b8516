import {
  createHouse,
  EmsHouse,
  emsSettings,
  type FaultParameters,
  HOUSE_PROFILES,
  type HouseFault,
  HouseGateway,
  type HouseProfile,
} from '@hearthgate/device';
import type { SandboxServices } from './services.ts';
import { sandboxGateways, setPlugged } from './store.ts';
import type { SandboxGateway } from './world-file.ts';

/** Houses look at the clock this often while nobody moves it. */
const TICK_MS = 1_000;
/** Longest step of a clock that is moved: everything that follows from it is settled before the next. */
const STEP_MS = 24 * 3_600_000;
/** Shorter while a house is plugged whose messages carry no time: it tells once for each step. */
const TIMELESS_STEP_MS = 6 * 3_600_000;
/** A day of reports at once: each commit then holds as many as it can. A broker elsewhere gives no more to a node at once than a gateway's share. */
const DAY_BYTES = 2 * 1_048_576;
/** How long the acknowledgements of one step may take, real time. */
const SETTLE_TIMEOUT_MS = 30_000;

/** The virtual houses: ordinary MQTT clients of the broker, all living on the one clock. */
export class Houses {
  readonly #services: SandboxServices;
  readonly #brokerUrl: string;
  readonly #houses = new Map<number, HouseGateway | EmsHouse>();
  #tick: NodeJS.Timeout | undefined;
  #ticking: Promise<void> = Promise.resolve();
  /** A fault of theirs began or ended, of which they tell. */
  readonly #telling = new Set<number>();
  #held = 0;
  #seed = 0;

  constructor(services: SandboxServices, brokerUrl: string) {
    this.#services = services;
    this.#brokerUrl = brokerUrl;
  }

  /** `built` is called with each house before it connects. */
  async start(
    gateways: readonly SandboxGateway[],
    { seed, built }: { seed: number; built: (gatewayId: number) => void },
  ): Promise<void> {
    this.#seed = seed;
    const secrets = new Map(gateways.map((gateway) => [Number(gateway.gatewayId), gateway]));
    const rows = await sandboxGateways(this.#services.platform.db);
    await Promise.all(
      rows.map(async (row) => {
        const gateway = secrets.get(row.gateway_id);
        const profile = HOUSE_PROFILES.find((name) => name === row.profile);
        if (profile && gateway) await this.add(profile, gateway, { plugged: row.plugged, built });
      }),
    );
    this.#schedule();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#tick);
    await this.#ticking;
    await Promise.all([...this.#houses.values()].map((house) => house.end()));
    this.#houses.clear();
  }

  /**
   * Builds a house behind a registered gateway and lets it report once; one that is not plugged is then cut off. What was set in
   * it before a restart is set again, as the platform knows it.
   */
  async add(
    profile: HouseProfile,
    gateway: SandboxGateway,
    { plugged, built }: { plugged: boolean; built?: (gatewayId: number) => void },
  ): Promise<void> {
    const { nodes } = this.#services;
    const gatewayId = Number(gateway.gatewayId);
    const house = createHouse(profile, {
      seed: (this.#seed * 1_000_003 + gatewayId) >>> 0,
      startMs: this.#services.clock.now(),
      brand: gateway.brand,
    });
    house.restore(emsSettings(await this.#services.settingsOf(gatewayId)));
    const options = {
      brokerUrl: this.#brokerUrl,
      gatewayId: gateway.gatewayId,
      password: gateway.mqttPassword,
      house,
      ...(!nodes.broker && { sendWindow: DAY_BYTES }),
    };
    const houseGateway =
      gateway.gatewayType === 'EMS_ESP'
        ? new EmsHouse({ ...options, tellsFirst: nodes.broker !== undefined })
        : new HouseGateway(options);
    this.#houses.set(gatewayId, houseGateway);
    built?.(gatewayId);
    await nodes.heard();
    await houseGateway.connect();
    await houseGateway.settled(SETTLE_TIMEOUT_MS);
    await nodes.heard();
    if (!plugged) houseGateway.unplug();
  }

  /** False when no house stands behind this gateway. */
  async setConnection(gatewayId: number, state: 'online' | 'offline'): Promise<boolean> {
    const house = this.#houses.get(gatewayId);
    if (!house) return false;
    if (state === 'offline') house.unplug();
    else await house.plug();
    await setPlugged(this.#services.platform.db, gatewayId, state === 'online');
    return true;
  }

  /** Undefined when no house stands behind this gateway. */
  possibleFaults(gatewayId: number): readonly HouseFault[] | undefined {
    return this.#houses.get(gatewayId)?.possibleFaults;
  }

  setFault(gatewayId: number, fault: HouseFault, isOn: boolean, parameters?: FaultParameters): void {
    this.#houses.get(gatewayId)?.setFault(fault, isOn, parameters);
    this.#telling.add(gatewayId);
  }

  /** Of the faults that began or ended since the last call everything is taken in; false: there were none. */
  async toldFaults(): Promise<boolean> {
    const telling = [...this.#telling];
    this.#telling.clear();
    await Promise.all(telling.map((gatewayId) => this.settled(gatewayId)));
    return telling.length > 0;
  }

  /** What this house has said is taken in. */
  async settled(gatewayId: number): Promise<void> {
    await this.#houses.get(gatewayId)?.settled(SETTLE_TIMEOUT_MS);
    await this.#services.nodes.heard();
  }

  get longestStepMs(): number {
    const isTimeless = [...this.#houses.values()].some(
      (house) => house instanceof EmsHouse && house.connected,
    );
    return isTimeless ? TIMELESS_STEP_MS : STEP_MS;
  }

  /** Every house lives until then; resolves when all their reports are acknowledged. */
  async advanceTo(ms: number): Promise<void> {
    await Promise.all([...this.#houses.values()].map((house) => house.advanceTo(ms)));
  }

  /** While the clock is moved in steps, the houses do not move by themselves. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#held += 1;
    await this.#ticking;
    try {
      return await work();
    } finally {
      this.#held -= 1;
    }
  }

  #schedule(): void {
    this.#tick = setTimeout(() => {
      this.#ticking = this.#advanceToNow();
      void this.#ticking.then(() => this.#schedule());
    }, TICK_MS);
    this.#tick.unref();
  }

  async #advanceToNow(): Promise<void> {
    if (this.#held > 0) return;
    try {
      // A clock that runs fast has days in an hour.
      await this.#services.keepPartitions();
      await this.advanceTo(this.#services.clock.now());
    } catch (error) {
      this.#services.platform.log.warn({ err: error }, 'a virtual house fell behind');
    }
  }
}
