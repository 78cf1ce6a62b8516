import * as form from '../forms.ts';
import { below, counter, identity, state } from '../resource.ts';

const PURPOSES = ['ch', 'dhw', 'cooling', 'pool', 'total'];
const MEASURED_PURPOSES = ['ch', 'dhw', 'total'];

/** One of the heat sources; a cascade has up to six. */
export const HEAT_SOURCE = below('/heatSources/hs{n}', [
  state('actualModulation', form.PERCENT),
  state('actualPower', form.POWER_KW),
  state('flameStatus', form.ON_OFF),
  state('oduFanSpeed', form.PERCENT),
  state('pumpVolumeFlow', form.FLOW_LITRES_H),
  state('returnFlowTemp', form.WATER_SENSOR),
  state('supplyFlowCondenserTemp', form.WATER_SENSOR),
  state(
    'safetyBoard/status',
    form.oneOf('initialization', 'normal', 'information', 'alarm', 'critical', 'service'),
  ),

  state('brineCircuit/collectorInflowTemp', form.WATER_SENSOR),
  state('brineCircuit/collectorOutflowTemp', form.WATER_SENSOR),
  state('brineCircuit/pressure', form.BRINE_PRESSURE),
  state('brineCircuit/pumpSpeed', form.PERCENT),
  state('brineCircuit/volumeFlow', form.FLOW_LITRES_H),

  state(
    'refrigerant/status',
    form.oneOf(
      'idle',
      'startup',
      'heating',
      'cooling',
      'defrost',
      'passive_defrost',
      'shutoff',
      'alarm',
      'test_mode',
    ),
  ),
  state('refrigerant/compressorActualSpeed', form.PERCENT),
  state('refrigerant/compressorElecPowerActual', form.POWER_W),
  state('refrigerant/compressorTemp', form.REFRIGERANT_SENSOR),
  state('refrigerant/heatCarrierPumpSpeed', form.PERCENT),
  state('refrigerant/highPressureTemp', form.REFRIGERANT_SENSOR),
  state('refrigerant/hotGasTemp', form.REFRIGERANT_SENSOR),
  state('refrigerant/liquidPipeCoolingTemp', form.REFRIGERANT_SENSOR),
  state('refrigerant/liquidPipeHeatingTemp', form.REFRIGERANT_SENSOR),
  state('refrigerant/lowPressureTemp', form.REFRIGERANT_SENSOR),
  state('refrigerant/suctionGasTemp', form.REFRIGERANT_SENSOR),

  counter('numberOfStarts', form.COUNT),
  ...PURPOSES.map((purpose) => counter(`numberOfStarts/${purpose}`, form.COUNT)),
  ...PURPOSES.map((purpose) => counter(`workingTime/${purpose}`, form.RUN_SECONDS)),
  ...MEASURED_PURPOSES.flatMap((purpose) => [
    counter(`emon/${purpose}Consumption/outputProduced`, form.ENERGY_KWH),
    counter(`emon/${purpose}Consumption/compressor`, form.ENERGY_KWH),
  ]),

  identity('heatPumpType', form.oneOf('air_water', 'liquid_water', 'exhaustAir_water')),
  identity('type', form.oneOf('No_Appliance', 'OilBoiler', 'GasBoiler', 'Heatpump', 'unknownBoiler')),
]);
