import type {
  Component,
  FleetSystem,
  HeatSource,
  Hvac,
  HvacSummary,
  Notification,
} from '../generated/api.ts';
import { Pages } from '../pages.ts';
import { PAGE_SIZE, type Transport } from '../transport/transport.ts';
import type { CallOptions, FleetFilter, HvacFilter, NotificationFilter } from '../types.ts';

/** Systems of the active contracts. */
export class Hvacs {
  readonly #api: Transport;
  constructor(api: Transport) {
    this.#api = api;
  }

  list(filter: HvacFilter = {}, options?: CallOptions): Pages<HvacSummary> {
    return new Pages((cursor) =>
      this.#api.call(
        'get',
        '/hvacs',
        { path: {}, query: { limit: PAGE_SIZE, ...filter, ...cursor } },
        options,
      ),
    );
  }

  /** Contracts of every status with their systems, those with faults first. */
  fleet(filter: FleetFilter = {}, options?: CallOptions): Pages<FleetSystem> {
    return new Pages((cursor) =>
      this.#api.call('get', '/pro/fleet', { path: {}, query: { ...filter, ...cursor } }, options),
    );
  }

  /** One system and what it can do. */
  get(gatewayId: string, options?: CallOptions): Promise<Hvac> {
    return this.#api.call('get', '/hvacs/{gatewayId}', { path: { gatewayId } }, options);
  }

  /** Its parts, with what each of them measures. */
  async components(gatewayId: string, options?: CallOptions): Promise<Component[]> {
    const path = { gatewayId };
    return (await this.#api.call('get', '/hvacs/{gatewayId}/components', { path }, options)).items;
  }

  async heatSources(gatewayId: string, options?: CallOptions): Promise<HeatSource[]> {
    const path = { gatewayId };
    return (await this.#api.call('get', '/hvacs/{gatewayId}/heatSources', { path }, options)).items;
  }

  heatSource(gatewayId: string, heatSourceId: number, options?: CallOptions): Promise<HeatSource> {
    const path = { gatewayId, heatSourceId };
    return this.#api.call('get', '/hvacs/{gatewayId}/heatSources/{heatSourceId}', { path }, options);
  }

  /** Faults and maintenance notes, those that are active or, with `state`, those that are over. */
  notifications(
    gatewayId: string,
    filter: NotificationFilter = {},
    options?: CallOptions,
  ): Pages<Notification> {
    return new Pages((cursor) =>
      this.#api.call(
        'get',
        '/hvacs/{gatewayId}/notifications',
        { path: { gatewayId }, query: { limit: PAGE_SIZE, ...filter, ...cursor } },
        options,
      ),
    );
  }
}
