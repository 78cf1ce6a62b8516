import type { LinkValue } from '@hearthgate/wire';
import type { Appliance } from '../appliance.ts';

/** The only leaf of the thermostat. */
export const PATH = '/heatingCircuits/hc1/manualRoomSetpoint';

/** The smallest appliance: one set-point and a list of faults. */
export class Thermostat implements Appliance {
  readonly identity = {
    gatewayType: 'K40',
    brand: 'BOSCH',
    firmware: '15.00.01',
    hardware: 'K40RF_v1',
  } as const;
  readonly written: LinkValue[] = [];
  faults: { dcd: string }[] = [];
  setpoint: LinkValue = 20;

  describe() {
    return [{ id: PATH, type: 'number', unit: 'C', writeable: true, min: 5, max: 30 } as const];
  }
  read() {
    return { [PATH]: this.setpoint };
  }
  write(path: string, value: LinkValue) {
    if (path !== PATH) return { status: 'REFUSED', error: 'no such resource' } as const;
    this.written.push(value);
    this.setpoint = value;
    return { status: 'CONFIRMED', value } as const;
  }
  notifications() {
    return this.faults;
  }
}
