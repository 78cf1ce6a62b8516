import { FieldReader, present } from '../fields/field-reader.ts';
import { numbersOf, valueAt, type FieldTable } from '../fields/part.ts';
import type { SystemState } from '../system-state.ts';
import { ADDRESS, busModules, wordAt } from './modules.ts';
import type { Unstamped } from './unstamped.ts';

type Controller = Unstamped<'ROOM_CONTROLLER'>;

const DEVICE = {
  roomTemperature: ['roomtemperature', 'etrv/temperatureActual'],
  roomSetpoint: ['currentRoomSetpoint'],
  humidity: ['actualHumidity'],
  valvePosition: ['etrv/valvePosition', 'actuatorModulation'],
  battery: ['battery'],
  signal: ['signal'],
  signalQuality: ['signalIcon'],
  radio: ['rfConnectionStatus'],
} as const satisfies FieldTable<string>;

/** EasyControl calls a zone `zn`, and its leaves otherwise. */
const ZONES = [
  {
    base: '/zones/zone',
    table: {
      temperature: ['averageCurrentTemperature'],
      setpoint: ['currentRoomSetpoint'],
      humidity: ['averageActualHumidity'],
    },
  },
  {
    base: '/zones/zn',
    table: { temperature: ['temperatureActual'], setpoint: ['temperatureHeatingSetpoint'], humidity: [] },
  },
] as const;

const BATTERIES: ReadonlyMap<string, NonNullable<Controller['battery']>> = new Map([
  ['ok', 'OK'],
  ['BAT_NORMAL', 'OK'],
  ['BAT_FOTA_FORBIDDEN', 'OK'],
  ['BAT_LOW', 'LOW'],
  ['BAT_TOO_LOW', 'EMPTY'],
  ['NO_BAT', 'NONE'],
]);
const SIGNALS: ReadonlyMap<string, NonNullable<Controller['signalQuality']>> = new Map([
  ['NO_CONNECTION', 'NONE'],
  ['POOR', 'POOR'],
  ['GOOD', 'GOOD'],
  ['VERY_GOOD', 'VERY_GOOD'],
]);

const RADIOS = ['ONLINE', 'OFFLINE'] as const;

/** Radio devices in rooms, and those that are wired to the bus. */
export function roomControllers(state: SystemState): Controller[] {
  return [
    ...numbersOf(state, '/devices/device').map((number) => radioDevice(state, number)),
    ...wiredControllers(state),
  ];
}

function radioDevice(state: SystemState, number: number): Controller {
  const base = `/devices/device${number}`;
  const read = new FieldReader({ state, base, table: DEVICE });
  const circuit = /^hc([1-9])$/.exec(wordAt(state, `${base}/assignedHC`) ?? '')?.[1];
  return {
    id: `device${number}`,
    type: 'ROOM_CONTROLLER',
    name: wordAt(state, `${base}/name`) ?? `device${number}`,
    ...present('product', wordAt(state, `${base}/type`)),
    ...present('firmware', wordAt(state, `${base}/versionFirmware`)),
    ...present('serialNumber', wordAt(state, `${base}/sgtin`) ?? wordAt(state, `${base}/homematicip/sgtin`)),
    ...present('circuitId', circuit === undefined ? undefined : Number(circuit)),
    ...read.numbers('roomTemperature', 'roomSetpoint', 'humidity', 'valvePosition'),
    ...present(
      'battery',
      read.word('battery', (word) => BATTERIES.get(word)),
    ),
    ...read.numbers('signal'),
    ...present(
      'signalQuality',
      read.word('signalQuality', (word) => SIGNALS.get(word)),
    ),
    ...present(
      'radio',
      read.word('radio', (word) => RADIOS.find((known) => known === word)),
    ),
    ...present('zone', zoneOf(state, base)),
    unavailable: read.unavailable,
  };
}

function zoneOf(state: SystemState, device: string): Controller['zone'] {
  const [id] = [valueAt(state, `${device}/zoneId`), valueAt(state, `${device}/zone`)].filter(
    (value) => typeof value === 'number',
  );
  if (id === undefined || id === 0) return undefined;
  const kind = ZONES.find(({ base }) => numbersOf(state, base).includes(id));
  if (!kind) return { id };
  const base = `${kind.base}${id}`;
  const read = new FieldReader<'temperature' | 'setpoint' | 'humidity'>({ state, base, table: kind.table });
  return {
    id,
    ...present('name', wordAt(state, `${base}/name`)),
    ...read.numbers('temperature', 'setpoint', 'humidity'),
  };
}

/** The n-th address is the controller of the n-th heating circuit; what it measures is what its circuit shows. */
function wiredControllers(state: SystemState): Controller[] {
  return busModules(state).flatMap(({ address, ...identity }) => {
    const circuitId = ADDRESS.controllers.findIndex((at) => String(at) === address) + 1;
    if (circuitId === 0) return [];
    const id = `controller${circuitId}`;
    return [{ id, type: 'ROOM_CONTROLLER' as const, name: id, ...identity, circuitId, unavailable: [] }];
  });
}
