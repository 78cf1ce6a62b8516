import type {
  Away,
  AwayChanged,
  AwayOrder,
  Holiday,
  HolidayChanged,
  HolidayOrder,
} from '../generated/api.ts';
import type { Transport } from '../transport/transport.ts';
import type { CallOptions, ChangeOptions, Changed } from '../types.ts';
import { change } from './change.ts';

/** Mode AWAY of a whole system, where its gateway has it. */
export class AwayMode {
  readonly #api: Transport;
  constructor(api: Transport) {
    this.#api = api;
  }

  get(gatewayId: string, options?: CallOptions): Promise<Away> {
    return this.#api.call('get', '/hvacs/{gatewayId}/away', { path: { gatewayId } }, options);
  }

  set(gatewayId: string, body: AwayOrder, options: ChangeOptions = {}): Promise<Changed<AwayChanged>> {
    return change(this.#api, 'put', '/hvacs/{gatewayId}/away', { path: { gatewayId }, body }, options);
  }
}

/** Holiday periods of a system, where its gateway has them. */
export class Holidays {
  readonly #api: Transport;
  constructor(api: Transport) {
    this.#api = api;
  }

  async list(gatewayId: string, options?: CallOptions): Promise<Holiday[]> {
    const path = { gatewayId };
    return (await this.#api.call('get', '/hvacs/{gatewayId}/holidays', { path }, options)).items;
  }

  get(gatewayId: string, holidayId: string, options?: CallOptions): Promise<Holiday> {
    const path = { gatewayId, holidayId };
    return this.#api.call('get', '/hvacs/{gatewayId}/holidays/{holidayId}', { path }, options);
  }

  create(
    gatewayId: string,
    body: HolidayOrder,
    options: ChangeOptions = {},
  ): Promise<Changed<HolidayChanged>> {
    return change(this.#api, 'post', '/hvacs/{gatewayId}/holidays', { path: { gatewayId }, body }, options);
  }

  replace(
    gatewayId: string,
    holidayId: string,
    body: HolidayOrder,
    options: ChangeOptions = {},
  ): Promise<Changed<HolidayChanged>> {
    const path = { gatewayId, holidayId };
    return change(this.#api, 'put', '/hvacs/{gatewayId}/holidays/{holidayId}', { path, body }, options);
  }

  remove(gatewayId: string, holidayId: string, options: ChangeOptions = {}): Promise<Changed<undefined>> {
    const path = { gatewayId, holidayId };
    return change(this.#api, 'delete', '/hvacs/{gatewayId}/holidays/{holidayId}', { path }, options);
  }
}
