import type { Leaf } from '@hearthgate/wire';
import type { Appliance } from '../../../packages/device/src/index.ts';

const HC = '/heatingCircuits/hc1';
const DHW = '/dhwCircuits/dhw1';
const HS = '/heatSources';
const SHARE = { type: 'number', unit: '%' } as const;
const WARMTH = { type: 'number', unit: 'C' } as const;
const WORD = { type: 'string' } as const;

/** Twenty leaves of a heat pump, and a value of each. */
const LEAVES: readonly (readonly [Leaf, number | string])[] = [
  [{ id: `${HC}/roomtemperature`, ...WARMTH }, 20.5],
  [{ id: `${HC}/actualSupplyTemperature`, ...WARMTH }, 35],
  [{ id: `${DHW}/actualTemp`, ...WARMTH }, 48],
  [{ id: `${HS}/actualSupplyTemperature`, ...WARMTH }, 37],
  [{ id: `${HS}/returnTemperature`, ...WARMTH }, 31],
  [{ id: '/system/sensors/temperatures/outdoor_t1', ...WARMTH }, 6],
  [{ id: `${HC}/currentRoomSetpoint`, ...WARMTH }, 21],
  [{ id: `${HC}/temporaryRoomSetpoint`, ...WARMTH, writeable: true, min: 5, max: 30, step: 0.5 }, 21],
  [{ id: `${HC}/supplyTemperatureSetpoint`, ...WARMTH }, 36],
  [{ id: `${HC}/pumpModulation`, ...SHARE }, 60],
  [{ id: `${HC}/operationMode`, ...WORD, writeable: true, allowedValues: ['auto', 'manual'] }, 'manual'],
  [{ id: `${DHW}/currentSetpoint`, ...WARMTH }, 50],
  [{ id: `${DHW}/operationMode`, ...WORD, allowedValues: ['Off', 'ownprogram'] }, 'ownprogram'],
  [{ id: `${DHW}/outTemp`, ...WARMTH }, 47],
  [{ id: `${HS}/actualModulation`, ...SHARE }, 40],
  [{ id: `${HS}/systemPressure`, type: 'number', unit: 'bar' }, 1.6],
  [{ id: `${HS}/numberOfStarts`, type: 'number' }, 812],
  [{ id: `${HS}/emon/totalConsumption/outputProduced`, type: 'number', unit: 'kWh' }, 8_100],
  [{ id: `${HS}/emon/totalConsumption/compressor`, type: 'number', unit: 'kWh' }, 2_300],
  [{ id: `${HS}/emon/totalConsumption/eheater`, type: 'number', unit: 'kWh' }, 120],
];

/** Leaves from the front whose value moves from one report to the next, beyond the threshold of its data point. */
export const CHANGED = 6;
const MOVES_BY = 1;
export const CHANGED_PATHS: readonly string[] = LEAVES.slice(0, CHANGED).map(([{ id }]) => id);
export const VALUES = LEAVES.length;
export const SETPOINT = `${HC}/temporaryRoomSetpoint`;

/** What a report says, of all leaves; every second one the same. */
export function valuesOf(report: number): Record<string, number | string> {
  return Object.fromEntries(
    LEAVES.map(([{ id }, value], index) => [
      id,
      index < CHANGED && typeof value === 'number' ? value + (report % 2) * MOVES_BY : value,
    ]),
  );
}

/** The gateway that all others are copies of. */
export class HeatPump implements Appliance {
  readonly identity = { gatewayType: 'ICOM', brand: 'BOSCH', firmware: '1', hardware: 'bench' } as const;

  describe() {
    return LEAVES.map(([leaf]) => leaf);
  }

  read() {
    return valuesOf(0);
  }

  write() {
    return { status: 'REFUSED' as const, error: 'read-only' };
  }

  notifications() {
    return [];
  }
}
