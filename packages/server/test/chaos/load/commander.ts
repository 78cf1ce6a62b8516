import { setTimeout as wait } from 'node:timers/promises';
import { NativeGateway, type Appliance } from '@hearthgate/device';
import type { LinkValue } from '@hearthgate/wire';
import { twoCircuits } from '../../harness/two-circuits.ts';
import type { Api, Made } from '../set-ups/world.ts';

/** Over each node. */
const EVERY_MS = 1_500;
const CIRCUITS = [1, 2] as const;
/** 5 to 15 degrees: protection rules allow a rise of 10 K, and 12 changes, in an hour; so no value comes twice. */
const LOWEST = 5;
const STEP = 0.5;
const SETPOINTS = 21;

/** A change that was answered with 2xx. */
export interface Accepted {
  readonly gatewayId: string;
  readonly commandId: string;
  /** Gateway, path and value, as the appliance notes it. */
  readonly change: string;
  readonly status: number;
}

/** Asks for one set-point after the other, of one gateway after the other, and knows which the appliances have carried out. */
export class Commander {
  readonly gateways: readonly NativeGateway[];
  readonly gatewayIds: readonly string[];
  readonly accepted: Accepted[] = [];
  /** Statuses of answers that are no promise; 0: there was none. */
  readonly refused: number[] = [];
  readonly #executed: string[] = [];
  #no = 0;

  constructor(made: readonly Made[], brokerUrl: string) {
    this.gatewayIds = made.map(({ gatewayId }) => gatewayId);
    this.gateways = made.map(
      ({ gatewayId, mqttPassword: password }) =>
        new NativeGateway({
          brokerUrl,
          gatewayId,
          password,
          appliance: recorded(twoCircuits(), (path, value) =>
            this.#executed.push(`${gatewayId} ${path} ${JSON.stringify(value)}`),
          ),
          now: Date.now,
          resendMs: 3_000,
        }),
    );
  }

  /** How often this was carried out, since a mark. */
  executions({ change }: Accepted, since: number): number {
    return this.#executed.slice(since).filter((executed) => executed === change).length;
  }

  get executedCount(): number {
    return this.#executed.length;
  }

  /** Until it is aborted, over one node. */
  async command(api: Api, aborted: AbortSignal): Promise<void> {
    while (!aborted.aborted) {
      await this.#ask(api, this.#no++);
      await wait(EVERY_MS);
    }
  }

  async #ask(api: Api, no: number): Promise<void> {
    const round = Math.floor(no / this.gatewayIds.length);
    const gatewayId = this.gatewayIds[no % this.gatewayIds.length] ?? '';
    const circuit = CIRCUITS[round % CIRCUITS.length] ?? 1;
    const value = LOWEST + (Math.floor(round / CIRCUITS.length) % SETPOINTS) * STEP;
    const options = { body: { manualRoomSetpoint: value }, headers: { prefer: 'wait=5' } };
    const path = `/hvacs/${gatewayId}/heatingCircuits/${circuit}`;
    const answer = await api<{ commandId?: string }>('PATCH', path, options).catch(() => undefined);
    const { status = 0, body } = answer ?? {};
    const commandId = body?.commandId;
    const change = `${gatewayId} /heatingCircuits/hc${circuit}/manualRoomSetpoint ${value}`;
    if (status >= 200 && status < 300 && commandId !== undefined)
      this.accepted.push({ gatewayId, commandId, change, status });
    else this.refused.push(status);
  }
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
