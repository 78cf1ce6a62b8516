import { entitiesOf, flag, list, number, settable, words, type EmsEntity } from '../entity.ts';

const HC = '/heatingCircuits/hc{n}';
const ROOM = [5, 30, 0.5] as const;

/** Heating circuits and what a thermostat tells of the whole system. */
export const THERMOSTAT: readonly EmsEntity[] = [
  ...entitiesOf('thermostat', undefined, [
    number('dampedoutdoortemp', '/system/sensors/temperatures/outdoor_t1', 'C', 'boiler/outdoortemp'),
  ]),
  ...entitiesOf('thermostat', 'hc', [
    number('currtemp', `${HC}/roomtemperature`, 'C'),
    number('seltemp', `${HC}/currentRoomSetpoint`, 'C'),
    // A thermostat without a temperature of its own for manual operation is set by the one it follows now.
    settable('seltemp', `${HC}/temperatureRoomSetpoint`, 'C', ROOM, 'thermostat/hc{n}/manualtemp'),
    settable('manualtemp', `${HC}/manualRoomSetpoint`, 'C', ROOM),
    settable('tempautotemp', `${HC}/temporaryRoomSetpoint`, 'C', ROOM),
    settable('comforttemp', `${HC}/temperatureLevels/comfort2`, 'C', ROOM),
    settable('ecotemp', `${HC}/temperatureLevels/eco`, 'C', ROOM),
    settable('daytemp', `${HC}/temperatureLevels/comfort`, 'C', ROOM),
    settable('nighttemp', `${HC}/temperatureLevels/eco`, 'C', ROOM, 'thermostat/hc{n}/ecotemp'),
    words(
      'mode',
      `${HC}/operationMode`,
      list({ manual: 'manual', auto: 'auto' }, 'manualtemp', 'comforttemp'),
      list({ off: 'off', manual: 'manual', auto: 'auto' }, 'manualtemp', 'comforttemp'),
      list({ night: 'night', day: 'day', auto: 'auto' }, 'daytemp', 'nighttemp'),
      list({ nofrost: 'nofrost', eco: 'eco', heat: 'heat', auto: 'auto' }, 'heattemp', 'nofrosttemp'),
    ),
    number('targetflowtemp', `${HC}/supplyTemperatureSetpoint`, 'C'),
    number('minflowtemp', `${HC}/minSupply`, 'C'),
    number('maxflowtemp', `${HC}/maxFlowTemp`, 'C'),
    words('summermode', `${HC}/currentSuWiMode`, list({ winter: 'forced', summer: 'off' })),
    words(
      'summersetmode',
      `${HC}/suWiSwitchMode`,
      list({ summer: 'off', auto: 'automatic', winter: 'forced' }),
    ),
    settable('summertemp', `${HC}/suWiThreshold`, 'C', [10, 30, 1]),
    number('airhumidity', `${HC}/actualHumidity`, '%'),
    flag('boost', `${HC}/boostMode`),
    settable('boosttime', `${HC}/boostDuration`, 'h', [0, 8, 1]),
  ]),
];

/** Set-points of rooms tell the device's scale: 5 to 30 degrees Celsius are 41 to 86 Fahrenheit. */
export const SCALE_WITNESSES: ReadonlySet<string> = new Set([
  'seltemp',
  'manualtemp',
  'comforttemp',
  'ecotemp',
  'daytemp',
  'nighttemp',
]);
