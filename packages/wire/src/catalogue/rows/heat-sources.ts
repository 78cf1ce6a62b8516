import * as form from '../forms.ts';
import { below, counter, setting, state } from '../resource.ts';

const CONSUMERS = {
  ch: ['outputProduced', 'compressor', 'eheater', 'burner', 'electricity'],
  dhw: ['outputProduced', 'compressor', 'eheater', 'burner', 'electricity'],
  cooling: ['outputProduced', 'compressor'],
  pool: ['outputProduced', 'compressor', 'eheater'],
  total: [
    'outputProduced',
    'compressor',
    'eheater',
    'burner',
    'electricity',
    'solar',
    'ventilation',
    'ventilationHeatRecovered',
  ],
} as const;

/** The whole system; `emon` are energy counters, one leaf for each key. */
export const HEAT_SOURCES = below('/heatSources', [
  state('actualModulation', form.PERCENT),
  state('powerSetpoint', form.PERCENT),
  state('actualPower', form.POWER_KW),
  state('actualCHPower', form.POWER_KW),
  state('actualDHWPower', form.POWER_KW),
  state('actualSupplyTemperature', form.WATER_SENSOR),
  state('applianceSupplyTemperature', form.WATER_SENSOR),
  state('supplyTemperatureSetpoint', form.WATER),
  state('currentSupplySetpoint', form.WATER),
  state('returnTemperature', form.WATER_SENSOR),
  state('systemPressure', form.WATER_PRESSURE),
  state('CHpumpModulation', form.PERCENT),
  state('compressor/powerElecActual', form.POWER_W),
  state('eHeater/powerElecActual', form.POWER_W),
  state('eHeater/powerElecActualLowResolution', form.POWER_KW),
  state(
    'Source/eHeater/status',
    form.oneOf('off', 'heating', 'dhw', 'pool', 'pool_heat', 'defrost', 'alarm'),
  ),
  state('additionalHeater/flowTemp', form.WATER_SENSOR),
  state('additionalHeater/primary/status', form.oneOf('off', 'on_requested', 'alarm')),
  state('dhw/cylinderTemperature', form.WATER_SENSOR),
  state('dhw/cylinderUpperTemp', form.WATER_SENSOR),
  state('poolTemperature', form.WATER_SENSOR),
  state('sensors/evaporatorTemp_tl1', form.REFRIGERANT_SENSOR),
  state('sensors/evaporatorTemp_tl2', form.REFRIGERANT_SENSOR),
  state('numberOfRefrigerantCircuitsOnline', form.COUNT),
  state(
    'actualHeatDemand',
    form.someOf('ch', 'dhw', 'frost', 'ch_heat', 'ch_cool', 'dhw_exclusive', 'dhw_nonexclusive', 'pool'),
  ),
  state('delayTimer', form.someOf()),
  state('flameStatus', form.ON_OFF),
  state('flameIndication', form.WORD),
  state('burnerModulationSetpoint', form.PERCENT),
  state('burnerPowerSetpoint', form.POWER_KW),
  state('fanSpeed_setpoint', form.FAN_SPEED),
  state('gasAirPressure', form.AIR_PRESSURE),
  state('chimneyTemperature', form.HOT_SENSOR),
  state('ChimneySweeper', form.ON_OFF),
  state('refillNeeded', form.TRUE_FALSE),
  state('emStatus', form.oneOf('notConnected', 'inactive', 'activeCh', 'activeDHW')),
  state('fallbackOperation/status', form.WORD),
  state('smartFunction/active', form.ON_OFF),
  state('pvContactState', form.ON_OFF),
  ...[1, 2, 3, 4].map((input) => state(`externalInputs/input${input}/state`, form.ON_OFF)),
  state('externalInputs/status/coolingBlock', form.YES_NO),
  state(
    'hybrid/activeHeatSource',
    form.oneOf(
      'none',
      'heatpump_only',
      'appliance_only',
      'both',
      'additionalHeater_only',
      'heatpump_and_additionalHeater',
    ),
  ),

  counter('numberOfStarts', form.COUNT),
  counter('workingTime/totalSystem', form.RUN_SECONDS),
  counter('workingTime/centralHeating', form.RUN_SECONDS),
  counter('workingTime/secondBurner', form.RUN_SECONDS),
  counter('energyMonitoring/consumption', form.ENERGY_KWH),
  ...Object.entries(CONSUMERS).flatMap(([purpose, keys]) =>
    keys.map((key) => counter(`emon/${purpose}Consumption/${key}`, form.ENERGY_KWH)),
  ),
  // Gateways record these; those that show them only per heat source leave the sum to what reads them.
  ...Object.keys(CONSUMERS).flatMap((purpose) => [
    counter(`emon/${purpose}/numberOfStarts`, form.COUNT),
    counter(`emon/${purpose}/workingTime`, form.RUN_SECONDS),
  ]),

  setting('enabled', form.TRUE_FALSE),
  setting('nominalCHPower', form.POWER_KW),
  setting('nominalDHWPower', form.POWER_KW),
  setting('antiFastCycleTime', form.MINUTES),
  setting('energyMonitoring/correctionFactor', form.PLAIN),
  setting('energyMonitoring/startDateTime', form.WORD),
  setting('energyMonitoring/tankLevel', form.ENERGY_KWH),
  setting('energyMonitoring/minTankLevel', form.ENERGY_KWH),
  setting('energyMonitoring/maxTankLevel', form.ENERGY_KWH),
]);

export const POOL = below('/pool', [state('currentTemp', form.WATER_SENSOR)]);
