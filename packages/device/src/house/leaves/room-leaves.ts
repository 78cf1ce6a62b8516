import { MINUTE_MS } from '../clock.ts';
import { NOT_SET, roomSetpointC, setMode } from '../control/circuit.ts';
import { roomHumidity } from '../plant/readings.ts';
import { STREAM, uniformAt } from '../random.ts';
import { type CircuitPlace, sensedRoomC } from './circuit-leaves.ts';
import { ROOM, writeTemporary } from './circuit-settings.ts';
import { type LeafSpec, numberLeaf, settableNumber, settableWord, tenth, wordLeaf } from './leaf-spec.ts';

/** Where a radio sensor is out of its range. */
const RADIO = { overflow: -32_767, underflow: -32_766 };
const HUMIDITY = { unit: '%', state: { overflow: 254, underflow: 253 } };
const ICONS = ['LIVING_ROOM', 'BEDROOM', 'OFFICE', 'BATHROOM'];

/** A wireless room controller (`/devices/device1`) that stands in the rooms of one circuit. */
export function deviceLeaves(place: CircuitPlace): LeafSpec[] {
  const { number, plant, circuit } = place;
  const base = `/devices/device${number}`;
  // The radio's quality wanders by the quarter hour.
  const quarter = () => Math.floor(plant.timeMs / (15 * MINUTE_MS));
  const decibel = () => -52 - Math.round(12 * uniformAt(plant.seed + number, STREAM.radio, quarter()));
  return [
    numberLeaf(`${base}/roomtemperature`, () => tenth(sensedRoomC(place)), { unit: 'C', state: RADIO }),
    numberLeaf(`${base}/actualHumidity`, () => roomHumidity(plant), HUMIDITY),
    numberLeaf(`${base}/currentRoomSetpoint`, () => roomSetpointC(circuit, plant.nowMs) ?? 0, {
      unit: 'C',
      state: { off: 0 },
    }),
    wordLeaf(`${base}/battery`, () => 'BAT_NORMAL', ['NO_BAT', 'BAT_NORMAL', 'BAT_LOW', 'BAT_TOO_LOW']),
    numberLeaf(`${base}/signal`, decibel, { unit: 'db' }),
    wordLeaf(`${base}/signalIcon`, () => (decibel() > -58 ? 'VERY_GOOD' : 'GOOD')),
    wordLeaf(`${base}/rfConnectionStatus`, () => 'ONLINE', ['OFFLINE', 'ONLINE']),
    wordLeaf(`${base}/type`, () => 'ROOM_SENSOR'),
    wordLeaf(`${base}/name`, () => `Room controller ${number}`),
    wordLeaf(`${base}/assignedHC`, () => circuit.id),
    numberLeaf(`${base}/zoneId`, () => number),
    wordLeaf(`${base}/versionFirmware`, () => '21.04'),
  ];
}

/** The rooms of one circuit as a zone: its settings are the circuit's. */
export function zoneLeaves(place: CircuitPlace): LeafSpec[] {
  const { number, plant, circuit } = place;
  const base = `/zones/zone${number}`;
  return [
    numberLeaf(`${base}/averageCurrentTemperature`, () => tenth(sensedRoomC(place)), {
      unit: 'C',
      state: RADIO,
    }),
    numberLeaf(`${base}/averageActualHumidity`, () => roomHumidity(plant), HUMIDITY),
    numberLeaf(`${base}/currentRoomSetpoint`, () => roomSetpointC(circuit, plant.nowMs) ?? 0, {
      unit: 'C',
      state: { off: 0 },
    }),
    settableWord(
      `${base}/heating/operationMode`,
      () => circuit.operationMode,
      (mode) => setMode(circuit, mode),
      ['auto', 'manual', 'off'],
    ),
    settableNumber(
      `${base}/heating/manualRoomSetpoint`,
      () => circuit.manualC,
      (value) => void (circuit.manualC = value),
      ROOM,
    ),
    settableNumber(
      `${base}/heating/temporaryRoomSetpoint`,
      () => circuit.temporaryC,
      (value) => writeTemporary(circuit, value, plant.nowMs),
      { ...ROOM, state: { off: 0, na: NOT_SET } },
    ),
    wordLeaf(`${base}/icon`, () => ICONS[number - 1] ?? 'LIVING_ROOM', ICONS),
    wordLeaf(`${base}/name`, () => `Zone ${number}`),
  ];
}
