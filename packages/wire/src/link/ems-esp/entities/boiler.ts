import { entitiesOf, flag, list, number, text, words } from '../entity.ts';

const HS = '/heatSources';
const EMON = `${HS}/emon`;

/** Boilers; heat pumps tell their values as a boiler too, so both are here (facts: gateways, section 1.6). */
export const BOILER = entitiesOf('boiler', undefined, [
  number('outdoortemp', '/system/sensors/temperatures/outdoor_t1', 'C'),
  number('curflowtemp', `${HS}/actualSupplyTemperature`, 'C'),
  number('selflowtemp', `${HS}/supplyTemperatureSetpoint`, 'C'),
  number('syspress', `${HS}/systemPressure`, 'bar'),
  number('heatingpumpmod', `${HS}/CHpumpModulation`, '%'),
  text('servicecode', '/system/appliance/displayCode'),
  number('servicecodenumber', '/system/appliance/causeCode'),

  // A burner.
  number('rettemp', `${HS}/returnTemperature`, 'C', 'boiler/hptc0'),
  number('curburnpow', `${HS}/actualModulation`, '%', 'boiler/hpcompspd'),
  flag('burngas', `${HS}/flameStatus`),
  number('burnstarts', `${HS}/numberOfStarts`, 'count', 'boiler/totalcompstarts'),
  number('burnworkmin', `${HS}/workingTime/totalSystem`, 'min'),
  number('heatworkmin', `${HS}/workingTime/centralHeating`, 'min'),
  number('heatstarts', `${EMON}/ch/numberOfStarts`, 'count', 'boiler/heatingstarts'),
  number('nrgheat', `${EMON}/chConsumption/outputProduced`, 'kWh', 'boiler/nrgsuppheating'),
  number('nrgtotal', `${EMON}/totalConsumption/outputProduced`, 'kWh', 'boiler/nrgsupptotal'),
  number('gasmeterheat', `${EMON}/chConsumption/burner`, 'kWh'),

  // A heat pump.
  number('hptc0', `${HS}/returnTemperature`, 'C'),
  number('hptc1', `${HS}/applianceSupplyTemperature`, 'C'),
  number('hpcompspd', `${HS}/actualModulation`, '%'),
  number('hpcurrpower', `${HS}/compressor/powerElecActual`, 'W'),
  words(
    'hpactivity',
    `${HS}/hs1/refrigerant/status`,
    list({
      off: 'idle',
      heating: 'heating',
      cooling: 'cooling',
      'hot water': 'heating',
      pool: 'heating',
      'pool heating': 'heating',
      defrost: 'defrost',
      'compressor alarm': 'alarm',
    }),
  ),
  number('totalcompstarts', `${HS}/numberOfStarts`, 'count'),
  number('heatingstarts', `${EMON}/ch/numberOfStarts`, 'count'),
  number('coolingstarts', `${EMON}/cooling/numberOfStarts`, 'count'),
  number('uptimecompheating', `${EMON}/ch/workingTime`, 'min'),
  number('nrgconstotal', `${EMON}/totalConsumption/electricity`, 'kWh'),
  number('nrgconscomptotal', `${EMON}/totalConsumption/compressor`, 'kWh'),
  number('nrgconscompheating', `${EMON}/chConsumption/compressor`, 'kWh'),
  number('nrgconscompcooling', `${EMON}/coolingConsumption/compressor`, 'kWh'),
  number('auxelecheatnrgconstotal', `${EMON}/totalConsumption/eheater`, 'kWh'),
  number('auxelecheatnrgconsheating', `${EMON}/chConsumption/eheater`, 'kWh'),
  number('nrgsupptotal', `${EMON}/totalConsumption/outputProduced`, 'kWh'),
  number('nrgsuppheating', `${EMON}/chConsumption/outputProduced`, 'kWh'),
  number('nrgsuppcooling', `${EMON}/coolingConsumption/outputProduced`, 'kWh'),
]);

/** Solar and mixer modules. */
export const MODULES = [
  ...entitiesOf('solar', undefined, [
    number('collectortemp', '/solarCircuits/sc1/collectorTemperature', 'C'),
    number('cylbottomtemp', '/solarCircuits/sc1/dhwTankBottomTemperature', 'C'),
    number('solarpumpmod', '/solarCircuits/sc1/pumpModulation', '%'),
    number('energylasthour', '/solarCircuits/sc1/solarYield', 'Wh'),
  ]),
  ...entitiesOf('mixer', 'hc', [
    number('flowtemphc', '/heatingCircuits/hc{n}/actualSupplyTemperature', 'C'),
    number('valvestatus', '/heatingCircuits/hc{n}/mixerPosition', '%'),
    flag('pumpstatus', '/heatingCircuits/hc{n}/pumpStatus'),
  ]),
];
