import { MINUTE_MS } from '../clock.ts';
import { statusOf, type CircuitSettings } from '../control/circuit.ts';
import type { Plant } from '../plant/plant.ts';
import { roomHumidity } from '../plant/readings.ts';
import type { Zone } from '../plant/zone.ts';
import { STREAM, normalAt } from '../random.ts';
import { type LeafSpec, type Sentinels, numberLeaf, sensorLeaf, tenth, wordLeaf } from './leaf-spec.ts';

/** Of the room sensor, K. */
const ROOM_NOISE_K = 0.03;

/** One heating circuit of a house, and where its leaves stand. */
export interface CircuitPlace {
  readonly base: string;
  /** From 1 on. */
  readonly number: number;
  readonly zone: Zone;
  readonly circuit: CircuitSettings;
  readonly plant: Plant;
  readonly sensor: Sentinels;
}

/** All circuits of a house. */
export function circuitsOf(plant: Plant, sensor: Sentinels): CircuitPlace[] {
  return plant.zones.map((zone, index) => ({
    base: `/heatingCircuits/hc${index + 1}`,
    number: index + 1,
    zone,
    circuit: zone.circuit,
    plant,
    sensor,
  }));
}

/** What its sensor says, C. */
export function sensedRoomC({ zone, plant, number }: CircuitPlace): number {
  return (
    zone.state.airC + ROOM_NOISE_K * normalAt(plant.seed + number, STREAM.roomNoise, plant.timeMs / MINUTE_MS)
  );
}

export function measured(place: CircuitPlace): LeafSpec[] {
  const { base, zone, sensor } = place;
  return [
    sensorLeaf(`${base}/roomtemperature`, sensor, () => sensedRoomC(place)),
    sensorLeaf(`${base}/actualSupplyTemperature`, sensor, () => zone.emitter.flowC),
    numberLeaf(`${base}/supplyTemperatureSetpoint`, () => tenth(zone.flowSetpointC ?? 0), {
      unit: 'C',
      state: { off_heat: 0, off_cool: 90 },
    }),
    numberLeaf(`${base}/pumpModulation`, () => (zone.pumpOn ? 60 : 0), { unit: '%' }),
    wordLeaf(`${base}/status`, () => 'ACTIVE', ['INACTIVE', 'ACTIVE']),
  ];
}

export function humidity({ base, plant }: CircuitPlace): LeafSpec {
  return numberLeaf(`${base}/actualHumidity`, () => roomHumidity(plant), {
    unit: '%',
    state: { invalid: 255 },
  });
}

/** Status words of K 30 and K 40. */
export function statusWords({ base, circuit, zone, plant }: CircuitPlace): LeafSpec[] {
  return [
    wordLeaf(`${base}/pumpStatus`, () => (zone.pumpOn ? 'on' : 'off'), ['on', 'off']),
    wordLeaf(`${base}/overallStatus`, () => statusOf(circuit, plant.nowMs), [
      'heating_auto',
      'heating_manual_on',
      'heating_manual_off',
      'summer_idle',
      'boost',
      'away',
      'holiday',
    ]),
  ];
}
