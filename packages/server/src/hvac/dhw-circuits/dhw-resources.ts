import type { ChargeStatus, DhwOperationMode, Weekday } from '@hearthgate/wire';
import { fieldsOf, leafOf, numbersOf, type FieldTable, type Part } from '../fields/part.ts';
import type { SystemState } from '../system-state.ts';

/** A field of the API and the leaves of a circuit that may carry it, the preferred one first (facts: gateways, section 2). */
const LEAVES = {
  operationMode: ['operationMode'],
  requestedLevel: ['currentTemperatureLevel'],
  temperature: ['actualTemp'],
  setpoint: ['currentSetpoint'],
  'temperatureLevels.ecoPlus.start': ['temperatureLevels/eco'],
  'temperatureLevels.ecoPlus.stop': ['ecoStop'],
  'temperatureLevels.eco.start': ['temperatureLevels/low'],
  'temperatureLevels.eco.stop': ['lowStop'],
  'temperatureLevels.comfort.start': ['temperatureLevels/high', 'setTemperature'],
  'temperatureLevels.comfort.stop': ['highStop'],
  activeTimeProgram: ['activeDhwTimeProgram'],
  'charge.status': ['charge', 'extraDhw/activationStatus'],
  'charge.durationMinutes': ['chargeDuration', 'extraDhw/time'],
  'charge.remainingMinutes': ['chargeRemainingTime'],
  'charge.setpoint': ['singleChargeSetpoint', 'extraDhw/stopTemp'],
  'thermalDisinfection.enabled': ['thermalDisinfect/state'],
  'thermalDisinfection.weekday': ['thermalDisinfect/weekDay'],
  'thermalDisinfection.time': ['thermalDisinfect/time'],
  'thermalDisinfection.temperature': ['thermalDisinfect/temperature'],
  'thermalDisinfection.running': ['tdrunningStatus'],
} as const satisfies FieldTable<string>;

export type DhwField = keyof typeof LEAVES;

/**
 * Words of the gateway families for one mode of the API: K 30 and K 40 and ICOM heat pumps, ICOM boilers (`high` and own program, or
 * that of the heating), CAN heat pumps, EasyControl. On and off alone are Comfort and off: there is one level only.
 */
export const DHW_MODE_WORDS: Readonly<Record<DhwOperationMode, readonly string[]>> = {
  OFF: ['off', 'Off', 'Always_Off'],
  ECO_PLUS: ['eco'],
  ECO: ['low'],
  COMFORT: ['high', 'on', 'Always_On', 'manual'],
  AUTO: ['auto', 'ownprogram', 'HCprogram', 'Automatic'],
};

export const CHARGE_WORDS: Readonly<Record<ChargeStatus, readonly string[]>> = {
  START: ['start', 'on', 'ON'],
  STOP: ['stop', 'off', 'OFF'],
};

export const WEEKDAY_WORDS: Readonly<Record<Weekday, readonly string[]>> = {
  MO: ['Mo'],
  TU: ['Tu'],
  WE: ['We'],
  TH: ['Th'],
  FR: ['Fr'],
  SA: ['Sa'],
  SU: ['Su'],
};

export const DHW_CIRCUITS = '/dhwCircuits/dhw';

/** Numbers of the circuits that the gateway described, ascending. */
export function dhwIds(state: SystemState): readonly number[] {
  return numbersOf(state, DHW_CIRCUITS);
}

export function dhwPart(state: SystemState, circuit: number): Part<DhwField> {
  return { state, base: `${DHW_CIRCUITS}${circuit}`, table: LEAVES };
}

/** What can be read of a circuit, and what can be changed: the set-point in effect follows from mode and levels. */
export function dhwCapabilities(state: SystemState, id: number) {
  const part = dhwPart(state, id);
  const { readable, writable } = fieldsOf(part);
  const duration = leafOf(part, 'charge.durationMinutes');
  const isStartedByHours = isHours(duration?.id) && duration?.writeable === true;
  return {
    id,
    readable,
    writable: [
      ...writable.filter((field) => field !== 'setpoint'),
      ...(isStartedByHours ? ['charge.status'] : []),
    ],
  };
}

/** CAN heat pumps have no switch for a charge: the hours that are left to it start and stop it. */
export function isHours(path: string | undefined): boolean {
  return path?.endsWith('/extraDhw/time') ?? false;
}
export const HOUR_MINUTES = 60;
