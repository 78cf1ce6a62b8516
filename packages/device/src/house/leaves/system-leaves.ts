import type { Identity } from '../../appliance.ts';
import { MINUTE_MS } from '../clock.ts';
import { setDisinfection } from '../control/disinfection.ts';
import { LocalTime } from '../local-time.ts';
import type { Plant } from '../plant/plant.ts';
import { STREAM, normalAt } from '../random.ts';
import {
  type LeafSpec,
  type Sentinels,
  sensorLeaf,
  settableNumber,
  settableText,
  settableWord,
  wordLeaf,
} from './leaf-spec.ts';

const OUTDOOR_NOISE_K = 0.05;

/** What every gateway tells of itself and of its surroundings. */
export function commonLeaves(plant: Plant, identity: Identity, sensor: Sentinels): LeafSpec[] {
  const noise = () => OUTDOOR_NOISE_K * normalAt(plant.seed, STREAM.outdoorNoise, plant.timeMs / MINUTE_MS);
  return [
    sensorLeaf(
      '/system/sensors/temperatures/outdoor_t1',
      sensor,
      () => plant.weather.outdoorC + noise(),
      () => plant.outdoorSensor,
    ),
    wordLeaf('/system/bus', () => 'EMS2_0'),
    wordLeaf('/system/brand', () => identity.brand),
    wordLeaf('/gateway/versionFirmware', () => identity.firmware),
    wordLeaf('/gateway/versionHardware', () => identity.hardware),
  ];
}

export type SystemType = 'heatpump_single' | 'heatpump_cascade' | 'hybman' | 'boiler';

export function typeLeaf(type: SystemType): LeafSpec {
  return wordLeaf('/system/type', () => type);
}

/** The zone of the wall clock that programs follow. */
export function timeZoneLeaf(plant: Plant): LeafSpec {
  const { system, dhw } = plant;
  return settableText(
    '/gateway/tzInfo/timeZone',
    () => system.time.zone,
    (zone) => {
      const time = localTime(zone);
      if (!time) return 'not a time zone';
      system.time = time;
      setDisinfection(dhw.disinfection, {});
      return undefined;
    },
  );
}

function localTime(zone: string): LocalTime | undefined {
  try {
    return new LocalTime(zone);
  } catch {
    return undefined;
  }
}

/** Nobody is at home: all circuits keep one temperature. */
export function awayLeaves({ system }: Plant): LeafSpec[] {
  return [
    settableWord(
      '/system/awayMode/enabled',
      () => (system.away ? 'true' : 'false'),
      (word) => void (system.away = word === 'true'),
      ['false', 'true'],
    ),
    settableNumber(
      '/system/awayMode/temperature',
      () => system.awayC,
      (value) => void (system.awayC = value),
      { unit: 'C', min: 5, max: 30, step: 0.5 },
    ),
  ];
}

/** A device on the appliance's bus. */
export interface Module {
  readonly token: number;
  readonly productId: number;
  readonly version: string;
  readonly name: string;
  /** As the hardware names itself. */
  readonly hardware: string;
}

/** Rows of `/system/basicInfo`; serial numbers follow from the seed. */
export function moduleLeaves(plant: Plant, modules: readonly Module[]): LeafSpec[] {
  return modules.flatMap(({ token, productId, version, name, hardware }, index) => {
    const base = `/system/basicInfo/module${index + 1}`;
    const serial = (kind: number) => `${plant.seed % 1_000_000}${kind}${index}`.padStart(23, '0');
    const columns = {
      tok: String(token),
      id: String(productId),
      ver: version,
      moduleHwIdentStr: hardware,
      moduleSerialNumber: serial(2),
      ...(name !== '' && { productName: name, productSerialNumber: serial(1) }),
    };
    return Object.entries(columns).map(([column, value]) => wordLeaf(`${base}/${column}`, () => value));
  });
}

/** Rows of `/system/info`, as an ICOM tells them. */
export function oldModuleLeaves(plant: Plant, modules: readonly Module[]): LeafSpec[] {
  return modules.flatMap(({ token, productId, version }, index) => {
    const base = `/system/info/module${index + 1}`;
    const no = `${plant.seed % 1_000_000}${index}`.padStart(27, '0');
    const columns = { tok: String(token), id: String(productId), ver: version, no };
    return Object.entries(columns).map(([column, value]) => wordLeaf(`${base}/${column}`, () => value));
  });
}
