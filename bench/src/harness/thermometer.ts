import type { Appliance } from '../../../packages/device/src/index.ts';

const ROOM = '/heatingCircuits/hc1/roomtemperature';

/** Each reading lies beyond the threshold of the one before: each report is worth an event. */
export class Thermometer implements Appliance {
  readonly identity = { gatewayType: 'ICOM', brand: 'BOSCH', firmware: '1', hardware: 'bench' } as const;
  #value = 20;

  describe() {
    return [{ id: ROOM, type: 'number' as const, unit: 'C' }];
  }

  read() {
    this.#value = this.#value === 20 ? 21 : 20;
    return { [ROOM]: this.#value };
  }

  write() {
    return { status: 'REFUSED' as const, error: 'read-only' };
  }

  notifications() {
    return [];
  }
}
