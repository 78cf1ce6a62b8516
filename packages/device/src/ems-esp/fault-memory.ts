import type { LinkNotification } from '@hearthgate/wire';
import { lastCodeText } from './ems-payloads.ts';
import type { DeviceEntity } from './entity-table.ts';

type Device = DeviceEntity['device'];

interface LastFault {
  readonly fault: LinkNotification;
  readonly sinceMs: number;
  readonly untilMs?: number;
}

/** The last fault of each device, with the time when it ended. */
export class FaultMemory {
  readonly #last = new Map<Device, LastFault>();

  /** What is active now. */
  take(active: readonly LinkNotification[], nowMs: number): void {
    for (const device of ['boiler', 'thermostat'] as const) {
      const fault = active.find((one) => deviceOf(one) === device);
      const last = this.#last.get(device);
      const isSame = last?.untilMs === undefined && JSON.stringify(last?.fault) === JSON.stringify(fault);
      if (fault && !isSame) this.#last.set(device, { fault, sinceMs: nowMs });
      if (!fault && last && last.untilMs === undefined) this.#last.set(device, { ...last, untilMs: nowMs });
    }
  }

  get lastCodes(): Readonly<Record<Device, string>> {
    return { boiler: this.#textOf('boiler'), thermostat: this.#textOf('thermostat') };
  }

  #textOf(device: Device): string {
    const last = this.#last.get(device);
    return last ? lastCodeText(last.fault, last.sinceMs, last.untilMs) : '';
  }
}

/** Codes of the controller begin with A (facts: fault codes). */
function deviceOf({ dcd = '' }: LinkNotification): Device {
  return dcd.startsWith('A') ? 'thermostat' : 'boiler';
}
