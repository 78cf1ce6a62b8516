import { pause } from '../real-time.ts';
import { callOrThrow } from './api.ts';
import { Webhooks } from './webhooks.ts';
import type { SandboxGateway, World } from './world.ts';

/** The sandbox lets a caller wait this long for a move of the clock, and then tells where to ask. */
const WAIT_SECONDS = 240;
const ASK_EVERY_MS = 100;

export interface ContractWish {
  readonly gatewayId: string;
  /** The first company when left out. */
  readonly companyId?: string;
}

export interface ShareWish extends ContractWish {
  /** The newest text when left out. */
  readonly consentVersion?: string;
  readonly validUntil?: string;
  readonly scope?: { monitoring?: boolean; remoteControl?: boolean; dataPoints?: boolean };
}

export interface ConsentWish {
  readonly version: string;
  /** True when left out: remote control answers 451 until the owner accepts it. */
  readonly requiredForRemoteControl?: boolean;
  readonly effectiveFrom?: string;
}

export interface FaultParameters {
  /** ISO 8601, time of the sandbox, after which the fault ends by itself. */
  readonly duration?: string;
  readonly percent?: number;
  readonly delayMs?: number;
  readonly skewMinutes?: number;
  readonly slowSeconds?: number;
}

export interface GatewayWish {
  readonly profile?: string;
  readonly gatewayType?: string;
  readonly brand?: string;
  /** Shared with the first company unless this is false. */
  readonly share?: boolean;
}

/** A running sandbox: the real platform with virtual houses, and everything that can be done to its world. */
export class Sandbox implements AsyncDisposable {
  readonly url: string;
  /** What came to the receiver of the first company. */
  readonly webhooks: Webhooks;
  #world: World;
  readonly #stop: () => Promise<void>;

  private constructor(url: string, world: World, stop: () => Promise<void>) {
    this.url = url;
    this.#world = world;
    this.#stop = stop;
    this.webhooks = new Webhooks(url);
  }

  static async open(url: string, stop: () => Promise<void>): Promise<Sandbox> {
    return new Sandbox(url, await callOrThrow<World>(`${url}/sandbox`, 'GET'), stop);
  }

  /** Companies, owners, keys and gateways, with their secrets. */
  get world(): World {
    return this.#world;
  }

  get company() {
    const [first] = this.#world.companies;
    if (!first) throw new Error('the sandbox has no company');
    return first;
  }

  /** Of the first company, valid. */
  get apiKey(): string {
    return this.#world.keys.ok;
  }

  get gateways(): readonly SandboxGateway[] {
    return this.#world.gateways;
  }

  /** A call of the first company: `fetch` with its address and key. */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has('x-api-key')) headers.set('x-api-key', this.apiKey);
    return fetch(this.url + path, { ...init, headers });
  }

  readonly clock = {
    now: async (): Promise<Date> => {
      const { clock } = await callOrThrow<World>(`${this.url}/sandbox`, 'GET');
      return new Date(clock.now);
    },
    /** Moves the clock by an ISO 8601 duration such as PT6H; everything that follows has happened when it resolves. */
    advance: async (duration: string): Promise<Date> => {
      type Moved = { now?: string; runId?: string };
      const moved = await this.#post<Moved>('/sandbox/clock', { advance: duration }, `wait=${WAIT_SECONDS}`);
      return moved.now === undefined ? this.#runEnded(String(moved.runId)) : new Date(moved.now);
    },
    freeze: () => this.#post('/sandbox/clock', { freeze: true }),
    /** Runs by itself, `speed` times as fast as real time. */
    run: (speed = 1) => this.#post('/sandbox/clock', { freeze: false, speed }),
  };

  readonly faults = {
    /** `GET /sandbox/gateways/{gatewayId}/faults` tells what there is. */
    set: (gatewayId: string, fault: string, parameters: FaultParameters = {}) =>
      this.#post(`/sandbox/gateways/${gatewayId}/faults`, { fault, ...parameters }),
    clear: (gatewayId: string, fault: string) =>
      callOrThrow(`${this.url}/sandbox/gateways/${gatewayId}/faults/${fault}`, 'DELETE'),
  };

  readonly connection = {
    unplug: (gatewayId: string) => this.#connect(gatewayId, 'offline'),
    plug: (gatewayId: string) => this.#connect(gatewayId, 'online'),
  };

  /** As the owner. */
  readonly contracts = {
    /** Shares the gateway, or accepts the consent text again where a contract stands. */
    share: (wish: ShareWish) => this.#post('/sandbox/contracts', wish),
    pause: (wish: ContractWish) => this.#changeContract('pause', wish),
    resume: (wish: ContractWish) => this.#changeContract('resume', wish),
    end: (wish: ContractWish) => this.#changeContract('end', wish),
  };

  readonly consents = {
    /** As the operator: a new text, in effect at once. */
    publish: (wish: ConsentWish) => this.#post('/sandbox/consents', wish),
  };

  /** A new gateway, with a house behind it unless `profile` is `none`. */
  async newGateway(wish: GatewayWish = {}): Promise<SandboxGateway> {
    const made = await this.#post<SandboxGateway>('/sandbox/gateways', wish);
    await this.#lookAgain();
    return made;
  }

  /** The world as seeded, its clock and secrets too. */
  async reset(): Promise<void> {
    await callOrThrow(`${this.url}/sandbox/reset`, 'POST');
    await this.#lookAgain();
  }

  stop(): Promise<void> {
    return this.#stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stop();
  }

  async #lookAgain(): Promise<void> {
    this.#world = await callOrThrow<World>(`${this.url}/sandbox`, 'GET');
  }

  #post<T = unknown>(path: string, body: unknown, prefer?: string): Promise<T> {
    const headers = prefer === undefined ? {} : { prefer };
    return callOrThrow<T>(this.url + path, 'POST', { body, headers });
  }

  #connect(gatewayId: string, state: 'online' | 'offline') {
    return this.#post(`/sandbox/gateways/${gatewayId}/connection`, { state });
  }

  #changeContract(change: string, { gatewayId, companyId }: ContractWish) {
    const body = companyId === undefined ? {} : { companyId };
    return this.#post(`/sandbox/contracts/${gatewayId}/${change}`, body);
  }

  async #runEnded(runId: string): Promise<Date> {
    type Run = { status: string; error?: string; clock: World['clock'] };
    for (;;) {
      const run = await callOrThrow<Run>(`${this.url}/sandbox/clock/runs/${runId}`, 'GET');
      if (run.status === 'DONE') return new Date(run.clock.now);
      if (run.status === 'FAILED') throw new Error(`the clock was not moved: ${run.error}`);
      await pause(ASK_EVERY_MS);
    }
  }
}
