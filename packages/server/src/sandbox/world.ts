import type { Brand, GatewayType } from '@hearthgate/wire';
import { acceptConsent, claimGateway, endContract, publishConsent, shareGateway } from '../access/index.ts';
import { registerGateway } from '../gateways/index.ts';
import { AppError } from '../platform/app-error.ts';
import { saveClock } from '../platform/database/installation.ts';
import { ClockRuns, type ClockRun } from './clock-runs.ts';
import type { Houses } from './houses.ts';
import { advanceClock, settle } from './move-clock.ts';
import type { SandboxServices } from './services.ts';
import { addSandboxGateway } from './store.ts';
import { writeWorld, type SandboxGateway, type WorldSecrets } from './world-file.ts';

/** The demo world and what can be done to it; changes go through the verbs of the domains. */
export class World {
  readonly #services: SandboxServices;
  readonly #houses: Houses;
  readonly #mqttUrl: string;
  readonly #runs = new ClockRuns();
  #secrets: WorldSecrets;

  constructor(services: SandboxServices, houses: Houses, secrets: WorldSecrets, mqttUrl: string) {
    this.#services = services;
    this.#houses = houses;
    this.#secrets = secrets;
    this.#mqttUrl = mqttUrl;
  }

  describe() {
    const { inbox: _receiver, ...told } = this.#secrets;
    const baseUrl = this.#services.urls.publicUrl();
    return {
      baseUrl,
      mqttUrl: this.#mqttUrl,
      clock: this.clock(),
      ...told,
      docs: `${baseUrl}/docs`,
      inbox: `${baseUrl}/sandbox/inbox`,
    };
  }

  clock() {
    const { speed, frozen } = this.#services.clock.state;
    return { now: new Date(this.#services.clock.now()).toISOString(), frozen, speed };
  }

  clockRun(runId: string): ClockRun | undefined {
    return this.#runs.get(runId);
  }

  moveClock(
    byMs: number,
    change: { frozen?: boolean; speed?: number },
  ): { runId: string; done: Promise<void> } {
    const { clock, platform } = this.#services;
    return this.#runs.start(async (stopped) => {
      await saveClock(platform.db, clock.move(change));
      if (byMs > 0) await advanceClock(this.#services, this.#houses, clock.now() + byMs, stopped);
    });
  }

  async addGateway(wish: {
    profile: string;
    gatewayType: GatewayType;
    brand: Brand;
    share: boolean;
  }): Promise<SandboxGateway> {
    const { access, gateways, config } = this.#services;
    const { ownerId, gatewayIds } = this.#owner();
    const hasHouse = wish.profile !== 'none';
    const { gatewayId, mqttPassword } = await registerGateway(gateways, { ...wish, driven: hasHouse });
    await claimGateway(access, { gatewayId, ownerId, brand: wish.brand });
    const profile = hasHouse ? wish.profile : null;
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
    };
    gatewayIds.push(made.gatewayId);
    this.#secrets = { ...this.#secrets, gateways: [...this.#secrets.gateways, made] };
    await writeWorld(config.dataDir, this.#secrets);
    if (wish.share) await this.share({ gatewayId: made.gatewayId });
    if (hasHouse) await this.#houses.add(made, true);
    return made;
  }

  async setConnection(gatewayId: number, state: 'online' | 'offline') {
    if (!(await this.#houses.setConnection(gatewayId, state))) throw new AppError('not-found');
    return { gatewayId: String(gatewayId), state };
  }

  /** The owner shares, or accepts the (named, else newest) consent text again where a contract stands. */
  async share(input: { gatewayId: string; companyId?: string; consentVersion?: string }) {
    const { access } = this.#services;
    const owner = { access, ownerId: this.#owner().ownerId };
    const contract = {
      gatewayId: Number(input.gatewayId),
      companyId: input.companyId ?? this.#firstCompany(),
      language: 'en' as const,
      ...(input.consentVersion !== undefined && { consentVersion: input.consentVersion }),
    };
    const row = await shareGateway(owner, contract).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'transition-not-allowed')
        return acceptConsent(owner, contract);
      throw error;
    });
    return this.#contract(row);
  }

  async endContract(input: { gatewayId: string; companyId?: string }) {
    const { access } = this.#services;
    const contract = {
      gatewayId: Number(input.gatewayId),
      companyId: input.companyId ?? this.#firstCompany(),
    };
    return this.#contract(await endContract({ access, ownerId: this.#owner().ownerId }, contract));
  }

  /** In a sandbox a new text takes effect at once and is required for remote control. */
  async publishConsent(version: string) {
    const { access, clock } = this.#services;
    const effectiveFrom = new Date(clock.now());
    await publishConsent(access, { version, effectiveFrom, requiredForRemoteControl: true });
    return { version, effectiveFrom: effectiveFrom.toISOString(), requiredForRemoteControl: true };
  }

  async stop(): Promise<void> {
    await this.#runs.stop();
    await this.#houses.stop();
  }

  /** For tests: everything that follows from what happened so far has happened. */
  settle(): Promise<void> {
    return settle(this.#services);
  }

  #contract(row: { company_id: string; gateway_id: number; status: string; consent_version: string }) {
    return {
      companyId: row.company_id,
      gatewayId: String(row.gateway_id),
      status: row.status,
      consentVersion: row.consent_version,
    };
  }

  #owner(): WorldSecrets['owners'][number] {
    const [owner] = this.#secrets.owners;
    if (!owner) throw new Error('the world has no owner');
    return owner;
  }

  #firstCompany(): string {
    const [company] = this.#secrets.companies;
    if (!company) throw new Error('the world has no company');
    return company.companyId;
  }
}
