import type { ProgramPoint, TimeProgram, TimeProgramReplaced } from '../generated/api.ts';
import type { Transport } from '../transport/transport.ts';
import type { CallOptions, ChangeOptions, Changed, WriteOptions } from '../types.ts';
import { change } from './change.ts';

type Kind = 'heatingCircuits' | 'dhwCircuits';

/** Switch programs of one kind of circuit. */
export class TimePrograms {
  readonly #api: Transport;
  readonly #circuit: `/hvacs/{gatewayId}/${Kind}/{circuitId}`;
  constructor(api: Transport, kind: Kind) {
    this.#api = api;
    this.#circuit = `/hvacs/{gatewayId}/${kind}/{circuitId}`;
  }

  async list(gatewayId: string, circuitId: number, options?: CallOptions): Promise<TimeProgram[]> {
    const path = { gatewayId, circuitId };
    return (await this.#api.call('get', `${this.#circuit}/timePrograms`, { path }, options)).items;
  }

  get(
    gatewayId: string,
    circuitId: number,
    timeProgramId: string,
    options?: CallOptions,
  ): Promise<TimeProgram> {
    const path = { gatewayId, circuitId, timeProgramId };
    return this.#api.call('get', `${this.#circuit}/timePrograms/{timeProgramId}`, { path }, options);
  }

  /** Replaces the whole program; one every 10 s. */
  replace(
    gatewayId: string,
    circuitId: number,
    timeProgramId: string,
    switchPoints: readonly ProgramPoint[],
    options: ChangeOptions = {},
  ): Promise<Changed<TimeProgramReplaced>> {
    const input = {
      path: { gatewayId, circuitId, timeProgramId },
      body: { switchPoints: [...switchPoints] },
    };
    return change(this.#api, 'put', `${this.#circuit}/timePrograms/{timeProgramId}`, input, options);
  }

  /** Ends a program that the platform executes. */
  async remove(
    gatewayId: string,
    circuitId: number,
    timeProgramId: string,
    options?: WriteOptions,
  ): Promise<void> {
    const path = { gatewayId, circuitId, timeProgramId };
    await this.#api.call('delete', `${this.#circuit}/timePrograms/{timeProgramId}`, { path }, options);
  }
}
