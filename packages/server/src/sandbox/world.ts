import type { HouseProfile } from '@hearthgate/device';
import type { Brand, GatewayType } from '@hearthgate/wire';
import { claimWithLabel, findGateways, registerGateway, type Registered } from '../gateways/index.ts';
import { AppError } from '../platform/app-error.ts';
import { saveClock } from '../platform/database/installation.ts';
import { ClockRuns, type ClockRun } from './clock-runs.ts';
import { Contracts } from './contracts.ts';
import { Faults } from './faults.ts';
import type { Houses } from './houses.ts';
import type { Inbox } from './inbox.ts';
import { noHouse } from './invalid.ts';
import { remakeWorld } from './make-world.ts';
import { advanceClock, settle } from './move-clock.ts';
import type { SandboxServices } from './services.ts';
import { FREE_SPEED_MAX, Pace } from './pace.ts';
import { atStandstill, within } from './standstill.ts';
import { addSandboxGateway, nextGatewayId, worldSeed } from './store.ts';
import { totp } from './totp.ts';
import { writeWorld, type SandboxGateway, type WorldSecrets } from './world-file.ts';

export interface WorldParts {
  readonly houses: Houses;
  readonly inbox: Inbox;
  readonly secrets: WorldSecrets;
  readonly mqttUrl: string;
  readonly inboxUrl: string;
}

export interface GatewayWish {
  readonly profile: HouseProfile | 'none';
  readonly gatewayType: GatewayType;
  readonly brand: Brand;
  readonly share: boolean;
}

/** What `GET /sandbox` tells, after a reset with a word on the secrets. */
type Told = ReturnType<World['describe']> & { readonly secretsKept: boolean };

/** The demo world and what can be done to it; changes go through the verbs of the domains. */
export class World {
  readonly #services: SandboxServices;
  readonly #parts: WorldParts;
  readonly #houses: Houses;
  readonly #runs = new ClockRuns();
  readonly #pace: Pace;
  readonly faults: Faults;
  readonly contracts: Contracts;
  #secrets: WorldSecrets;
  /** Counts the worlds: what began in one does not go on in the next. */
  #life = 0;
  #resetting: Promise<Told> | undefined;

  constructor(services: SandboxServices, parts: WorldParts) {
    this.#services = services;
    this.#parts = parts;
    this.#houses = parts.houses;
    this.faults = new Faults(services, parts.houses);
    this.contracts = new Contracts(services, () => this.#secrets);
    this.#secrets = parts.secrets;
    this.#pace = new Pace((byMs, isWanted) => this.#moveOn(byMs, isWanted), services.platform.log);
  }

  describe() {
    const { inbox: _receiver, operator, gateways, ...told } = this.#secrets;
    const baseUrl = this.#services.urls.publicUrl();
    return {
      baseUrl,
      mqttUrl: this.#parts.mqttUrl,
      clock: this.clock(),
      ...told,
      gateways: gateways.map((gateway) => ({
        ...gateway,
        faults: this.faults.active(Number(gateway.gatewayId)),
      })),
      ...(operator && { operator: { ...operator, url: this.#services.adminUrl() } }),
      docs: `${baseUrl}/docs`,
      inbox: `${baseUrl}/sandbox/inbox`,
      mailbox: `${baseUrl}/sandbox/mailbox`,
    };
  }

  clock() {
    const { speed, frozen } = this.#services.clock.state;
    const now = new Date(this.#services.clock.now()).toISOString();
    const { isRunning, behindSeconds } = this.#pace;
    return isRunning ? { now, frozen: false, speed, behindSeconds } : { now, frozen, speed };
  }

  /** What the operator's authenticator app shows now; sign-in knows only real time. */
  operatorCode(): { code: string } {
    if (!this.#secrets.operator) throw new AppError('not-found');
    return { code: totp(this.#secrets.operator.totpSecret, Date.now()) };
  }

  clockRun(runId: string): ClockRun | undefined {
    return this.#runs.get(runId);
  }

  async stopClockRun(runId: string): Promise<ClockRun | undefined> {
    await this.#runs.stop(runId);
    return this.#runs.get(runId);
  }

  moveClock(
    byMs: number,
    change: { frozen?: boolean; speed?: number },
  ): { runId: string; done: Promise<void> } {
    const { clock } = this.#services;
    return this.#runs.start(byMs, async (hooks) => {
      await this.#setSpeed(change);
      if (byMs > 0) await advanceClock(this.#services, this.#houses, clock.now() + byMs, hooks);
    });
  }

  /** A clock that is faster than it can run by itself stands, and is moved on. */
  async #setSpeed(change: { frozen?: boolean; speed?: number }): Promise<void> {
    if (change.frozen === undefined && change.speed === undefined) return;
    const { clock, platform } = this.#services;
    const speed = change.speed ?? clock.state.speed;
    const frozen = change.frozen ?? (clock.state.frozen && !this.#pace.isRunning);
    const isPaced = !frozen && speed > FREE_SPEED_MAX;
    this.#pace.stop();
    await saveClock(platform.db, clock.move({ speed, frozen: frozen || isPaced }));
    if (isPaced) this.#pace.start(speed);
  }

  /** In its turn. */
  #moveOn(byMs: number, isWanted: () => boolean): Promise<void> {
    return this.#runs.next(async () => {
      if (!isWanted() || byMs <= 0) return;
      // A day at most, which nobody needs to interrupt.
      const hooks = { stopped: new AbortController().signal, moved: () => undefined };
      await advanceClock(this.#services, this.#houses, this.#services.clock.now() + byMs, hooks);
    });
  }

  /** Builds the houses and lets them report. */
  async start(): Promise<void> {
    await this.faults.load();
    await this.#houses.start(this.#secrets.gateways, {
      seed: (await worldSeed(this.#services.platform.db)) ?? 0,
      built: (gatewayId) => this.faults.apply(gatewayId),
    });
  }

  /** The world as it was seeded. Who asks for it while it is under way gets the same. */
  reset(): Promise<Told> {
    return (this.#resetting ??= this.#reset().finally(() => (this.#resetting = undefined)));
  }

  async #reset(): Promise<Told> {
    const { inbox, inboxUrl } = this.#parts;
    this.#life += 1;
    this.#pace.stop();
    // A receiver that hangs would hold up the step under way.
    inbox.startOver(this.#secrets.inbox.secret);
    // First, since a call that waits for a run is under way too.
    await this.#runs.stopAll(interrupted());
    let secretsKept = true;
    const remake = async () => {
      const made = await remakeWorld(this.#services, inboxUrl, this.#secrets);
      ({ secrets: this.#secrets, secretsKept } = made);
      inbox.startOver(this.#secrets.inbox.secret);
    };
    await this.#services.gate.whileClosed(async () => {
      await this.#runs.stopAll(interrupted());
      await this.#houses.stop();
      inbox.startOver(this.#secrets.inbox.secret);
      await atStandstill(this.#services, remake, () => this.start());
      await within(this.settle());
    });
    return { secretsKept, ...this.describe() };
  }

  /** One after the other, so that a hundred at once do not wait for each other's reports. */
  async addGateways(wish: GatewayWish, count: number): Promise<SandboxGateway[]> {
    const life = this.#life;
    const made: SandboxGateway[] = [];
    while (made.length < count) {
      if (life !== this.#life) throw interrupted();
      made.push(await this.addGateway(wish));
    }
    return made;
  }

  async addGateway(wish: GatewayWish): Promise<SandboxGateway> {
    const { access, gateways, config } = this.#services;
    const { ownerId, gatewayIds } = this.#owner();
    const profile = wish.profile === 'none' ? null : wish.profile;
    const hasHouse = profile !== null;
    const registered = await this.#register({ ...wish, driven: hasHouse });
    const { gatewayId, mqttPassword, labelPassword } = registered;
    await claimWithLabel(gateways, ownerId, registered);
    const situation = wish.share ? 'ok' : 'not-shared';
    await addSandboxGateway(access.db, { gateway_id: gatewayId, profile, situation, plugged: hasHouse });
    const { gatewayType, brand } = wish;
    const made = {
      gatewayId: String(gatewayId),
      gatewayType,
      brand,
      profile: wish.profile,
      situation,
      mqttPassword,
      labelPassword,
    };
    gatewayIds.push(made.gatewayId);
    this.#secrets = { ...this.#secrets, gateways: [...this.#secrets.gateways, made] };
    await writeWorld(config.dataDir, this.#secrets);
    if (wish.share) await this.contracts.share({ gatewayId: made.gatewayId });
    if (profile !== null) await this.#houses.add(profile, made, { plugged: true });
    return made;
  }

  /** Under the next id; one that a device of somebody's own has got at random is passed over. */
  async #register(wish: GatewayWish & { driven: boolean }): Promise<Registered> {
    const { gateways, platform } = this.#services;
    for (let gatewayId = await nextGatewayId(platform.db); ; gatewayId += 1) {
      if ((await findGateways(platform.db, [gatewayId])).length === 0)
        return registerGateway(gateways, { ...wish, gatewayId });
    }
  }

  async setConnection(gatewayId: number, state: 'online' | 'offline') {
    if (!(await this.#houses.setConnection(gatewayId, state))) throw noHouse();
    return { gatewayId: String(gatewayId), state };
  }

  async stop(): Promise<void> {
    this.#pace.stop();
    await this.#runs.stopAll();
    await this.#pace.ended();
    await this.#houses.stop();
  }

  /** For tests: everything that follows from what happened so far has happened. */
  settle(): Promise<void> {
    return settle(this.#services);
  }

  #owner(): WorldSecrets['owners'][number] {
    const [owner] = this.#secrets.owners;
    if (!owner) throw new Error('the world has no owner');
    return owner;
  }
}

/** The world it began in is over. */
function interrupted(): AppError {
  const message = 'the world was reset meanwhile; send the call again';
  const error = new AppError('transition-not-allowed', { errors: [{ pointer: '', message }] });
  // What a run that ended by it tells.
  error.message = message;
  return error;
}
