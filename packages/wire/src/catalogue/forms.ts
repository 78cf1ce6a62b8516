import type { LeafForm, Unit } from './resource.ts';

/** A sensor that is not connected or broken: K 40 RF and K 30 count in whole numbers, older gateways in tenths. */
const SENSOR = {
  open: -32_768,
  short: 32_767,
  short_positive: 32_768,
  open_tenths: -3_276.8,
  short_tenths: 3_276.7,
};

function number(unit: Unit | undefined, min: number, max: number): LeafForm {
  return { type: 'number', range: [min, max], ...(unit && { unit }) };
}
function marked(form: LeafForm, sentinels: Readonly<Record<string, number>>): LeafForm {
  return { ...form, sentinels };
}

export const ROOM = number('C', -40, 60);
export const ROOM_SENSOR = marked(ROOM, SENSOR);
export const ROOM_SETPOINT = marked(ROOM, { off: 0 });
export const TEMPORARY_SETPOINT = marked(ROOM, { off: 0, na: -1 });
export const RADIO_ROOM = marked(ROOM, { overflow: -32_767, underflow: -32_766 });
/** The offset of a sensor, a difference. */
export const OFFSET = number('C', -20, 20);
export const WATER = number('C', -40, 130);
export const WATER_SENSOR = marked(WATER, SENSOR);
export const OUTDOOR = number('C', -60, 60);
export const OUTDOOR_SENSOR = marked(OUTDOOR, SENSOR);
/** Hot gas comes close to 150. */
export const REFRIGERANT_SENSOR = marked(number('C', -60, 200), SENSOR);
/** A collector that stands still in the sun, and a chimney. */
export const HOT_SENSOR = marked(number('C', -60, 400), SENSOR);
export const PRICE_DELTA = number('K', -10, 10);

export const PERCENT = number('%', 0, 100);
export const HUMIDITY = marked(PERCENT, { invalid: 255, overflow: 254, underflow: 253 });
export const AIR_QUALITY = number('ppm', 0, 20_000);

export const POWER_W = number('W', 0, 100_000);
export const POWER_KW = number('kW', 0, 10_000);
export const ENERGY_KWH = number('kWh', 0, 1_000_000_000);
export const ENERGY_WH = number('Wh', 0, 1_000_000);

export const WATER_PRESSURE = marked(number('bar', 0, 10), { invalid: 255, invalid_tenths: 25.5 });
export const BRINE_PRESSURE = marked(number('bar', 0, 30), { invalid: 255 });
export const AIR_PRESSURE = number('Pa', 0, 100_000);
export const FLOW_LITRES_H = marked(number('l/h', 0, 60_000), { lowflow: 65_535 });
export const FLOW_LITRES_MIN = marked(number('l/min', 0, 1_000), SENSOR);
export const FAN_SPEED = number('rpm', 0, 30_000);

export const MINUTES = number('min', 0, 100_000);
export const MINUTE_OF_DAY = number('min', 0, 1_440);
export const HOURS = number('h', 0, 1_000);
export const SECONDS = number('s', 0, 100_000);
/** What a machine has run; 30 years are 10^9 s. */
export const RUN_SECONDS = number('s', 0, 10_000_000_000);
export const RUN_MINUTES = number('min', 0, 100_000_000);
export const COUNT = number('count', 0, 1_000_000_000);
/** Small numbers without a unit: levels, codes, numbers of zones and programs. */
export const PLAIN = number(undefined, 0, 100_000);
/** dB on a K 40 RF, % on EasyControl. */
export const SIGNAL = number(undefined, -200, 100);
export const HEAT_UP_RATE = number('s/K', 0, 100_000);

export const WORD: LeafForm = { type: 'string' };
export const NAME: LeafForm = { type: 'string', isName: true };
export const PROGRAM: LeafForm = { type: 'switchProgram' };
export function oneOf(...words: string[]): LeafForm {
  return { type: 'string', words };
}
export function someOf(...words: string[]): LeafForm {
  return { type: 'words', words };
}
export const ON_OFF = oneOf('on', 'off');
export const TRUE_FALSE = oneOf('true', 'false');
export const YES_NO = oneOf('yes', 'no');
export const ACTIVE = oneOf('active', 'inactive');
export const PRESENT = oneOf('INACTIVE', 'ACTIVE', 'NOT_PRESENT');
