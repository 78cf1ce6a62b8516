import { entitiesOf, flag, list, number, settable, words, type EmsEntity } from '../entity.ts';

const DHW = '/dhwCircuits/dhw{n}';
const EMON = '/heatSources/emon/dhwConsumption';
const WATER = [30, 80, 1] as const;

/** Hot water as the appliance tells it; module `water` (fresh water, second tank) tells the first of these. */
const MEASURED = [
  number('curtemp', `${DHW}/actualTemp`, 'C'),
  number('settemp', `${DHW}/currentSetpoint`, 'C'),
];

export const HOT_WATER: readonly EmsEntity[] = [
  ...entitiesOf('boiler', 'dhw', [
    ...MEASURED,
    number('storagetemp1', `${DHW}/actualTemp`, 'C', 'boiler/dhw/curtemp'),
    settable('seltemp', `${DHW}/temperatureLevels/high`, 'C', WATER),
    settable('seltemplow', `${DHW}/temperatureLevels/low`, 'C', WATER),
    settable('seltempeco', `${DHW}/temperatureLevels/eco`, 'C', WATER),
    settable('seltempsingle', `${DHW}/singleChargeSetpoint`, 'C', WATER),
    flag('onetime', `${DHW}/charge`, ['stop', 'start'], 'thermostat/dhw/charge'),
    flag('disinfecting', `${DHW}/tdrunningStatus`),
    settable('disinfectiontemp', `${DHW}/thermalDisinfect/temperature`, 'C', [60, 80, 1]),
    flag('activated', `${DHW}/state`),
    number('curflow', `${DHW}/waterFlow`, 'l/min'),
    number('workm', `${DHW}/workingTime`, 'min'),
    number('starts', '/heatSources/emon/dhw/numberOfStarts', 'count', 'boiler/dhw/startshp'),
    number('startshp', '/heatSources/emon/dhw/numberOfStarts', 'count'),
    number('nrg', `${EMON}/outputProduced`, 'kWh', 'boiler/dhw/nrgsupp'),
    number('nrgsupp', `${EMON}/outputProduced`, 'kWh'),
    number('nrgconscomp', `${EMON}/compressor`, 'kWh'),
    number('auxelecheatnrgcons', `${EMON}/eheater`, 'kWh'),
    number('gasmeter', `${EMON}/burner`, 'kWh'),
  ]),
  ...entitiesOf('thermostat', 'dhw', [
    words(
      'mode',
      `${DHW}/operationMode`,
      // UI800, BC400: their heating circuits know `off`, three modes in all.
      list({ off: 'off', 'eco+': 'eco', eco: 'low', comfort: 'high', auto: 'auto' }, 'hc1/mode:3'),
      // RC3x0: two modes of a heating circuit.
      list(
        { off: 'off', normal: 'low', comfort: 'high', auto: 'HCprogram', 'own prog': 'ownprogram' },
        'hc1/mode:2',
      ),
      list({ off: 'off', on: 'on', auto: 'auto' }),
    ),
    flag('charge', `${DHW}/charge`, ['stop', 'start']),
    settable('chargeduration', `${DHW}/chargeDuration`, 'min', [15, 2_880, 15]),
  ]),
  ...entitiesOf('water', 'dhw', MEASURED),
];
