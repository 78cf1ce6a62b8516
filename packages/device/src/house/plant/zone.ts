import { type ZoneDesign, type ZoneState, designZone, lossWK, stepZone } from './building.ts';
import { type CircuitSettings, defaultSettings, heatingTargetC } from '../control/circuit.ts';
import type { SystemControl } from '../control/system-control.ts';
import { type EmitterDesign, type EmitterState, WATER_JKGK, stepEmitter } from './emitter.ts';
import { type HeatingCurve, flowSetpointC } from './heating-curve.ts';

const DESIGN_ROOM_C = 21;
const DESIGN_OUTDOOR_C = -12;
/** A circuit wants heat when its flow would be this much above the room, and no more below the second, K. */
const DEMAND_ON_K = 2;
const DEMAND_OFF_K = 0.5;
/** A room that is so much too warm, after the set-point was lowered or in the sun, gets nothing more, K. */
const TOO_WARM_K = 0.8;

/** One heating circuit with the part of the house that it heats. */
export interface Zone {
  readonly design: ZoneDesign;
  readonly emitterDesign: EmitterDesign;
  readonly curve: HeatingCurve;
  readonly state: ZoneState;
  readonly emitter: EmitterState;
  readonly circuit: CircuitSettings;
  pumpOn: boolean;
  /** Undefined: no heat wanted. */
  flowSetpointC: number | undefined;
}

/** `oldRadiator`: small radiators that need hot water, as boilers heat them. */
type EmitterKind = 'floor' | 'radiator' | 'oldRadiator';

export interface ZoneWish {
  readonly emitter: EmitterKind;
  readonly areaM2: number;
}

interface KindDesign {
  readonly designFlowC: number;
  readonly spreadK: number;
  readonly exponent: number;
  readonly lagS: number;
  readonly roomInfluence: number;
  readonly maxFlowC: number;
}

const KINDS: Readonly<Record<EmitterKind, KindDesign>> = {
  floor: { designFlowC: 33, spreadK: 5, exponent: 1.1, lagS: 3_600, roomInfluence: 8, maxFlowC: 45 },
  radiator: { designFlowC: 46, spreadK: 7, exponent: 1.3, lagS: 0, roomInfluence: 8, maxFlowC: 58 },
  oldRadiator: { designFlowC: 62, spreadK: 12, exponent: 1.3, lagS: 0, roomInfluence: 6, maxFlowC: 75 },
};

/** Sizes the emitter so that its curve carries the zone's stationary loss at -12 C exactly. */
export function createZone(
  { emitter, areaM2 }: ZoneWish,
  circuit: { readonly id: string; readonly system: SystemControl },
  leakiness: number,
  outdoorC: number,
): Zone {
  const { designFlowC, spreadK, exponent, lagS, roomInfluence, maxFlowC } = KINDS[emitter];
  const design = designZone(areaM2, leakiness);
  const nominalW = lossWK(design) * (DESIGN_ROOM_C - DESIGN_OUTDOOR_C);
  const nominalK = designFlowC - spreadK / 2 - DESIGN_ROOM_C;
  const roomW = Math.max(0, lossWK(design) * (20 - outdoorC) - design.internalW);
  return {
    design,
    emitterDesign: { nominalW, nominalK, exponent, flowKgS: nominalW / (spreadK * WATER_JKGK), lagS },
    curve: { designFlowC, minOutdoorC: DESIGN_OUTDOOR_C, exponent, roomInfluence },
    state: { airC: 20, massC: 20 - (roomW / lossWK(design)) * 0.04 },
    emitter: { waterW: roomW, roomW, flowC: 28, returnC: 25 },
    circuit: defaultSettings(circuit.id, circuit.system, maxFlowC),
    pumpOn: false,
    flowSetpointC: undefined,
  };
}

/** Decides whether the circuit wants heat, and at which flow temperature. */
export function controlZone(zone: Zone, nowMs: number, outdoorC: number): void {
  const { circuit, state } = zone;
  const targetC = heatingTargetC(circuit, nowMs, state.airC);
  const isWarm = targetC === undefined || state.airC > targetC + TOO_WARM_K;
  const flowC = isWarm ? 0 : flowSetpointC(zone.curve, targetC, state.airC, outdoorC);
  const neededK = zone.pumpOn ? DEMAND_OFF_K : DEMAND_ON_K;
  zone.pumpOn = flowC > state.airC + neededK;
  zone.flowSetpointC = zone.pumpOn ? Math.min(flowC, circuit.maxFlowC) : undefined;
}

/** Heat from the water at `waterC` into the room; the mixer never gives more than the circuit's set-point. */
export function heatZone(
  zone: Zone,
  waterC: number,
  outdoorC: number,
  sunWM2: number,
  recoveredW: number,
): void {
  const flowC = zone.flowSetpointC === undefined ? undefined : Math.min(waterC, zone.flowSetpointC);
  stepEmitter(zone.emitter, zone.emitterDesign, flowC, zone.state.airC);
  stepZone(zone.state, zone.design, zone.emitter.roomW + recoveredW, outdoorC, sunWM2);
}
