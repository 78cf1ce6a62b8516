import type { Connectivity, DhwCharge, DhwCircuit, DhwLevel } from '@hearthgate/wire';
import { FieldReader, onOff, present } from '../fields/field-reader.ts';
import { leafOf } from '../fields/part.ts';
import { wordOf } from '../fields/write-plan.ts';
import { overridingModes } from '../overriding/overriding-modes.ts';
import type { SystemState } from '../system-state.ts';
import {
  CHARGE_WORDS,
  DHW_MODE_WORDS,
  HOUR_MINUTES,
  WEEKDAY_WORDS,
  dhwPart,
  isHours,
  type DhwField,
} from './dhw-resources.ts';
import { timeText } from './time-of-day.ts';

type Reader = FieldReader<DhwField>;

const LEVEL_WORDS: Readonly<Record<DhwLevel, readonly string[]>> = {
  OFF: ['off'],
  ECO_PLUS: ['eco'],
  ECO: ['low'],
  COMFORT: ['high'],
};

/** One hot water circuit as the API shows it: what the gateway has, and why a field it has gives no value. */
export function dhwView(state: SystemState, circuit: number, connectivity: Connectivity): DhwCircuit {
  const part = dhwPart(state, circuit);
  const read = new FieldReader(part);
  return {
    id: circuit,
    name: `dhw${circuit}`,
    ...present(
      'operationMode',
      read.word('operationMode', (word) => wordOf(DHW_MODE_WORDS, word)),
    ),
    overridingModes: overridingModes(state, part.base),
    ...present(
      'requestedLevel',
      read.word('requestedLevel', (word) => wordOf(LEVEL_WORDS, word)),
    ),
    ...present('temperature', read.number('temperature')),
    ...present('setpoint', read.number('setpoint')),
    ...present('temperatureLevels', levels(read)),
    ...present('activeTimeProgram', read.text('activeTimeProgram')),
    ...present('charge', unlessEmpty(charge(state, circuit, read))),
    ...present('thermalDisinfection', disinfection(read)),
    unavailable: read.unavailable,
    ...(state.latestAtMs > 0 && { asOf: new Date(state.latestAtMs).toISOString() }),
    connectivity,
  };
}

/** The extra charge of a circuit, alone. */
export function chargeView(state: SystemState, circuit: number, connectivity: Connectivity): DhwCharge {
  const read = new FieldReader(dhwPart(state, circuit));
  return {
    ...charge(state, circuit, read),
    unavailable: read.unavailable,
    ...(state.latestAtMs > 0 && { asOf: new Date(state.latestAtMs).toISOString() }),
    connectivity,
  };
}

function levels(read: Reader): DhwCircuit['temperatureLevels'] {
  const bands = (['ecoPlus', 'eco', 'comfort'] as const).map((level) => {
    const start = read.number(`temperatureLevels.${level}.start`);
    const stop = read.number(`temperatureLevels.${level}.stop`);
    return [level, { ...present('start', start), ...present('stop', stop) }] as const;
  });
  return unlessEmpty(Object.fromEntries(bands.filter(([, band]) => unlessEmpty(band))));
}

function charge(state: SystemState, circuit: number, read: Reader): NonNullable<DhwCircuit['charge']> {
  const carrier = leafOf(dhwPart(state, circuit), 'charge.durationMinutes');
  const duration = read.number('charge.durationMinutes');
  const scale = isHours(carrier?.id) ? HOUR_MINUTES : 1;
  const remaining = read.number('charge.remainingMinutes');
  const told = read.word('charge.status', (word) => wordOf(CHARGE_WORDS, word));
  // A gateway without a switch may still tell how long a charge goes on.
  const counted = remaining === undefined ? undefined : remaining > 0 ? 'START' : 'STOP';
  const isSwitched = leafOf(dhwPart(state, circuit), 'charge.status') !== undefined;
  return {
    ...present('status', isSwitched ? told : counted),
    ...present('remainingMinutes', remaining),
    ...present('durationMinutes', duration === undefined ? undefined : duration * scale),
    ...present('setpoint', read.number('charge.setpoint')),
  };
}

function disinfection(read: Reader): DhwCircuit['thermalDisinfection'] {
  const enabled = read.word('thermalDisinfection.enabled', onOff);
  const time = read.number('thermalDisinfection.time');
  const running = read.word('thermalDisinfection.running', onOff);
  return unlessEmpty({
    ...(enabled && { enabled: enabled === 'ON' }),
    ...present(
      'weekday',
      read.word('thermalDisinfection.weekday', (word) => wordOf(WEEKDAY_WORDS, word)),
    ),
    ...present('time', time === undefined ? undefined : timeText(time)),
    ...present('temperature', read.number('thermalDisinfection.temperature')),
    ...(running && { running: running === 'ON' }),
  });
}

function unlessEmpty<T extends object>(fields: T): T | undefined {
  return Object.keys(fields).length > 0 ? fields : undefined;
}
