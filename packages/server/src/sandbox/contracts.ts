import type { Scope } from '@hearthgate/wire';
import {
  acceptConsent,
  type ConsentTexts,
  endContract,
  pauseContract,
  type Publication,
  publishConsent,
  resumeContract,
  shareGateway,
} from '../access/index.ts';
import { AppError } from '../platform/app-error.ts';
import { sandboxTexts } from './consent-texts.ts';
import type { SandboxServices } from './services.ts';
import type { WorldSecrets } from './world-file.ts';

/** What the owner and the operator of the world do with contracts and consents when they are told to. */
export class Contracts {
  readonly #services: SandboxServices;
  readonly #world: () => WorldSecrets;

  constructor(services: SandboxServices, world: () => WorldSecrets) {
    this.#services = services;
    this.#world = world;
  }

  /**
   * The owner shares, or accepts the (named, else newest) consent text again where a contract stands; scope and time box
   * belong to a new contract only.
   */
  async share(input: {
    gatewayId: string;
    companyId?: string;
    consentVersion?: string;
    validUntil?: string;
    scope?: Partial<Scope>;
  }) {
    const { consentVersion, validUntil, scope } = input;
    const consent = {
      ...this.#ofContract(input),
      language: 'en' as const,
      ...(consentVersion !== undefined && { consentVersion }),
    };
    const contract = {
      ...consent,
      ...(validUntil !== undefined && { validUntil: new Date(validUntil) }),
      ...(scope && { scope: { monitoring: true, remoteControl: true, dataPoints: true, ...scope } }),
    };
    const row = await shareGateway(this.#asOwner(), contract).catch((error: unknown) => {
      const stands = error instanceof AppError && error.code === 'transition-not-allowed';
      if (stands && validUntil === undefined && !scope) return acceptConsent(this.#asOwner(), consent);
      throw error;
    });
    return this.#contract(row);
  }

  async endContract(input: { gatewayId: string; companyId?: string }) {
    return this.#contract(await endContract(this.#asOwner(), this.#ofContract(input)));
  }

  async pauseContract(input: { gatewayId: string; companyId?: string }) {
    return this.#contract(await pauseContract(this.#asOwner(), this.#ofContract(input)));
  }

  async resumeContract(input: { gatewayId: string; companyId?: string }) {
    return this.#contract(await resumeContract(this.#asOwner(), this.#ofContract(input)));
  }

  /** Unless it says otherwise, a new text takes effect at once and is required for remote control. */
  publishConsent(input: {
    version: string;
    effectiveFrom?: string;
    requiredForRemoteControl?: boolean;
    texts?: Partial<ConsentTexts>;
    dryRun?: boolean;
    cursor?: string;
    limit?: number;
  }): Promise<Publication> {
    const { access, clock } = this.#services;
    const { version, effectiveFrom, requiredForRemoteControl = true, texts, ...options } = input;
    const text = {
      version,
      effectiveFrom: new Date(effectiveFrom ?? clock.now()),
      requiredForRemoteControl,
      texts: { ...sandboxTexts(version), ...texts },
    };
    return publishConsent(access, text, options);
  }

  #contract(row: { company_id: string; gateway_id: number; status: string; consent_version: string }) {
    return {
      companyId: row.company_id,
      gatewayId: String(row.gateway_id),
      status: row.status,
      consentVersion: row.consent_version,
    };
  }

  #asOwner() {
    return { access: this.#services.access, ownerId: this.#owner().ownerId };
  }

  #ofContract(input: { gatewayId: string; companyId?: string }) {
    return { gatewayId: Number(input.gatewayId), companyId: input.companyId ?? this.#firstCompany() };
  }

  #owner(): WorldSecrets['owners'][number] {
    const [owner] = this.#world().owners;
    if (!owner) throw new Error('the world has no owner');
    return owner;
  }

  #firstCompany(): string {
    const [company] = this.#world().companies;
    if (!company) throw new Error('the world has no company');
    return company.companyId;
  }
}
