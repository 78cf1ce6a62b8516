import { setTimeout as wait } from 'node:timers/promises';
import { NativeGateway, type Appliance } from '@hearthgate/device';
import type { LinkValue } from '@hearthgate/wire';
import { twoCircuits } from '../../harness/two-circuits.ts';
import type { Api } from '../set-ups/world.ts';

/** Over each node; the same set-point comes again when the former command has ended. */
const EVERY_MS = 1_500;
const CIRCUITS = [1, 2] as const;
const LOWEST = 5;
const STEP = 0.5;
/** 5 to 15 degrees: a protection rule allows a rise of 10 K in an hour. */
const SETPOINTS = 21;

/** A change that was answered with 2xx. */
export interface Accepted {
  readonly commandId: string;
  readonly circuit: number;
  readonly value: number;
  readonly status: number;
}

/** Asks for one set-point after the other, each of them once in 42 commands, and knows which the appliance has carried out. */
export class Commander {
  readonly gatewayId: string;
  readonly gateway: NativeGateway;
  readonly accepted: Accepted[] = [];
  /** Statuses of answers that are no promise; 0: there was none. */
  readonly refused: number[] = [];
  readonly #executed: string[] = [];
  readonly #brokerUrl: string;
  #no = 0;

  constructor(made: { gatewayId: string; mqttPassword: string }, brokerUrl: string) {
    this.gatewayId = made.gatewayId;
    this.#brokerUrl = brokerUrl;
    this.gateway = new NativeGateway({
      brokerUrl: this.#brokerUrl,
      gatewayId: made.gatewayId,
      password: made.mqttPassword,
      appliance: recorded(twoCircuits(), (path, value) =>
        this.#executed.push(`${path} ${JSON.stringify(value)}`),
      ),
      now: Date.now,
      resendMs: 3_000,
    });
  }

  /** How often this was carried out, since a mark. */
  executions({ circuit, value }: Accepted, since: number): number {
    const wanted = `${pathOf(circuit)} ${value}`;
    return this.#executed.slice(since).filter((executed) => executed === wanted).length;
  }

  get executedCount(): number {
    return this.#executed.length;
  }

  /** Until it is aborted, over one node. */
  async command(api: Api, aborted: AbortSignal): Promise<void> {
    while (!aborted.aborted) {
      const no = this.#no++;
      const circuit = CIRCUITS[no % CIRCUITS.length] ?? 1;
      const value = LOWEST + (Math.floor(no / CIRCUITS.length) % SETPOINTS) * STEP;
      await this.#ask(api, circuit, value);
      await wait(EVERY_MS);
    }
  }

  async #ask(api: Api, circuit: number, value: number): Promise<void> {
    const path = `/hvacs/${this.gatewayId}/heatingCircuits/${circuit}`;
    const options = { body: { manualRoomSetpoint: value }, headers: { prefer: 'wait=5' } };
    const answer = await api<{ commandId?: string }>('PATCH', path, options).catch(() => undefined);
    const { status = 0, body } = answer ?? {};
    const commandId = body?.commandId;
    if (status >= 200 && status < 300 && commandId !== undefined)
      this.accepted.push({ commandId, circuit, value, status });
    else this.refused.push(status);
  }
}

function pathOf(circuit: number): string {
  return `/heatingCircuits/hc${circuit}/manualRoomSetpoint`;
}

function recorded(appliance: Appliance, note: (path: string, value: LinkValue) => void): Appliance {
  return {
    identity: appliance.identity,
    describe: () => appliance.describe(),
    read: () => appliance.read(),
    notifications: () => appliance.notifications(),
    write: (path, value) => {
      const result = appliance.write(path, value);
      if (result.status === 'CONFIRMED') note(path, value);
      return result;
    },
  };
}
