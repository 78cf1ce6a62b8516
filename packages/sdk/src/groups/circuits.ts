import type {
  DhwCharge,
  DhwChargeChanged,
  DhwChargeOrder,
  DhwCircuit,
  DhwCircuitPatch,
  DhwCircuitPatched,
  HeatingCircuit,
  HeatingCircuitPatch,
  HeatingCircuitPatched,
} from '../generated/api.ts';
import type { Transport } from '../transport/transport.ts';
import type { CallOptions, ChangeOptions, Changed } from '../types.ts';
import { change } from './change.ts';
import { TimePrograms } from './time-programs.ts';

const HEATING = '/hvacs/{gatewayId}/heatingCircuits/{circuitId}';
const DHW = '/hvacs/{gatewayId}/dhwCircuits/{circuitId}';

export class HeatingCircuits {
  readonly timePrograms: TimePrograms;
  readonly #api: Transport;
  constructor(api: Transport) {
    this.#api = api;
    this.timePrograms = new TimePrograms(api, 'heatingCircuits');
  }

  async list(gatewayId: string, options?: CallOptions): Promise<HeatingCircuit[]> {
    const path = { gatewayId };
    return (await this.#api.call('get', '/hvacs/{gatewayId}/heatingCircuits', { path }, options)).items;
  }

  get(gatewayId: string, circuitId: number, options?: CallOptions): Promise<HeatingCircuit> {
    return this.#api.call('get', HEATING, { path: { gatewayId, circuitId } }, options);
  }

  /** What is left out stays as it is. */
  update(
    gatewayId: string,
    circuitId: number,
    body: HeatingCircuitPatch,
    options: ChangeOptions = {},
  ): Promise<Changed<HeatingCircuitPatched>> {
    return change(this.#api, 'patch', HEATING, { path: { gatewayId, circuitId }, body }, options);
  }
}

/** Circuits of domestic hot water. */
export class DhwCircuits {
  readonly timePrograms: TimePrograms;
  readonly #api: Transport;
  constructor(api: Transport) {
    this.#api = api;
    this.timePrograms = new TimePrograms(api, 'dhwCircuits');
  }

  async list(gatewayId: string, options?: CallOptions): Promise<DhwCircuit[]> {
    const path = { gatewayId };
    return (await this.#api.call('get', '/hvacs/{gatewayId}/dhwCircuits', { path }, options)).items;
  }

  get(gatewayId: string, circuitId: number, options?: CallOptions): Promise<DhwCircuit> {
    return this.#api.call('get', DHW, { path: { gatewayId, circuitId } }, options);
  }

  /** What is left out stays as it is. */
  update(
    gatewayId: string,
    circuitId: number,
    body: DhwCircuitPatch,
    options: ChangeOptions = {},
  ): Promise<Changed<DhwCircuitPatched>> {
    return change(this.#api, 'patch', DHW, { path: { gatewayId, circuitId }, body }, options);
  }

  charge(gatewayId: string, circuitId: number, options?: CallOptions): Promise<DhwCharge> {
    return this.#api.call('get', `${DHW}/charge`, { path: { gatewayId, circuitId } }, options);
  }

  /** Starts or stops an extra charge of the tank. */
  setCharge(
    gatewayId: string,
    circuitId: number,
    body: DhwChargeOrder,
    options: ChangeOptions = {},
  ): Promise<Changed<DhwChargeChanged>> {
    return change(this.#api, 'put', `${DHW}/charge`, { path: { gatewayId, circuitId }, body }, options);
  }
}
