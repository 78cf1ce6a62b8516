import type { LinkNotification } from '@hearthgate/wire';
import type { Plant } from './plant/plant.ts';
import type { Ventilation } from './plant/ventilation.ts';
import type { Boiler } from './producers/boiler.ts';
import type { Compressor } from './producers/compressor.ts';

/** What can go wrong in a house. */
export const APPLIANCE_FAULTS = [
  'flame-lost',
  'low-pressure',
  'sensor-open',
  'sensor-short',
  'defrost-stuck',
  'filter',
] as const;
export type ApplianceFault = (typeof APPLIANCE_FAULTS)[number];

export interface FaultEffect {
  readonly notification: LinkNotification;
  readonly health: 'maintenance' | 'error';
  readonly set: (isOn: boolean) => void;
}

/** The faults that a house can have. */
export type FaultTable = Readonly<Partial<Record<ApplianceFault, FaultEffect>>>;

/** The burner locks itself until somebody resets it. */
export function flameLost(boiler: Boiler): FaultEffect {
  return {
    notification: { dcd: '6A', ccd: 227 },
    health: 'error',
    set: (isOn) => void (boiler.isLocked = isOn),
  };
}

/** Water has leaked: the output is limited. Heat pumps have no cause code for it. */
export function lowPressure(
  plant: Plant,
  limited: readonly { isLimited: boolean }[],
  notification: LinkNotification,
): FaultEffect {
  return {
    notification,
    health: 'maintenance',
    set: (isOn) => {
      plant.isPressureLow = isOn;
      for (const one of limited) one.isLimited = isOn;
    },
  };
}

/** The outdoor sensor gives no value: the control counts on frost. */
export function outdoorSensor(
  plant: Plant,
  open: LinkNotification,
  short: LinkNotification,
): Pick<FaultTable, 'sensor-open' | 'sensor-short'> {
  const broken = (how: 'open' | 'short', notification: LinkNotification): FaultEffect => ({
    notification,
    health: 'error',
    set: (isOn) => void (plant.outdoorSensor = isOn ? how : 'ok'),
  });
  return { 'sensor-open': broken('open', open), 'sensor-short': broken('short', short) };
}

/** The outdoor unit stays iced: its compressor is blocked. */
export function defrostStuck(compressor: Compressor): FaultEffect {
  return {
    notification: { ccd: 5463 },
    health: 'error',
    set: (isOn) => void (compressor.isBlocked = isOn),
  };
}

export function filterClogged(ventilation: Ventilation): FaultEffect {
  return {
    notification: { dcd: 'H01', ccd: 5596, fc: '19' },
    health: 'maintenance',
    set: (isOn) => void (ventilation.isClogged = isOn),
  };
}

/** Codes of the families (facts: fault codes). */
export const BOILER_PRESSURE: LinkNotification = { dcd: '2E', ccd: 207 };
export const HEAT_PUMP_PRESSURE: LinkNotification = { dcd: 'H07' };
export const CONTROLLER_OUTDOOR: LinkNotification = { dcd: 'A01', ccd: 800 };
export const HEAT_PUMP_OUTDOOR_OPEN: LinkNotification = { ccd: 5201 };
export const HEAT_PUMP_OUTDOOR_SHORT: LinkNotification = { ccd: 5202 };
