import type { Appliance } from '@hearthgate/device';

/** Then it begins anew: no room is warmer. */
const HIGHEST = 60;

/** Every report shows another value than the one before, beyond the threshold. */
export class Thermometer implements Appliance {
  readonly identity = { gatewayType: 'ICOM', brand: 'BOSCH', firmware: '1', hardware: 'test' } as const;
  readonly history: number[] = [];

  step(): void {
    this.history.push(((this.history.at(-1) ?? 0) + 0.5) % HIGHEST);
  }

  describe() {
    return [{ id: '/heatingCircuits/hc1/roomtemperature', type: 'number' as const, unit: 'C' }];
  }

  read() {
    return { '/heatingCircuits/hc1/roomtemperature': this.history.at(-1) ?? 0 };
  }

  write() {
    return { status: 'REFUSED' as const, error: 'read-only' };
  }

  notifications() {
    return [];
  }
}
