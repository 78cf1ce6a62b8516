import type { DataPoint } from './resource.ts';

/** A data point and the resource that carries it. */
interface CarriedPoint extends DataPoint {
  readonly path: string;
}

function point(id: number, path: string, name: string, threshold: number): CarriedPoint {
  return { id, path, name: `hvac.${name}`, threshold };
}

const HC = '/heatingCircuits/hc{n}';
const DHW = '/dhwCircuits/dhw{n}';
const HS = '/heatSources';
const ONE = '/heatSources/hs{n}';
const EMON = '/heatSources/emon';
const VENT = '/ventilation/zone{n}';

/** Ids and names are permanent: what is written here is never given to something else. */
export const DATA_POINTS: readonly CarriedPoint[] = [
  point(1, `${HC}/roomtemperature`, 'heatingCircuit.hc{n}.roomTemperature', 0.2),
  point(2, `${HC}/currentRoomSetpoint`, 'heatingCircuit.hc{n}.roomSetpoint', 0),
  point(3, `${HC}/actualSupplyTemperature`, 'heatingCircuit.hc{n}.flowTemperature', 0.5),
  point(4, `${HC}/supplyTemperatureSetpoint`, 'heatingCircuit.hc{n}.flowSetpoint', 0.5),
  point(5, `${HC}/actualHumidity`, 'heatingCircuit.hc{n}.humidity', 2),
  point(6, `${HC}/operationMode`, 'heatingCircuit.hc{n}.operationMode', 0),
  point(7, `${HC}/pumpModulation`, 'heatingCircuit.hc{n}.pumpModulation', 5),
  point(8, `${HC}/mixerPosition`, 'heatingCircuit.hc{n}.mixerPosition', 5),
  point(9, `${HC}/overallStatus`, 'heatingCircuit.hc{n}.overallStatus', 0),

  point(20, `${DHW}/actualTemp`, 'domesticHotWater.dhw{n}.actualTemperature', 0.5),
  point(21, `${DHW}/currentSetpoint`, 'domesticHotWater.dhw{n}.setpoint', 0),
  point(22, `${DHW}/currentTemperatureLevel`, 'domesticHotWater.dhw{n}.requestedLevel', 0),
  point(23, `${DHW}/charge`, 'domesticHotWater.dhw{n}.chargeStatus', 0),
  point(24, `${DHW}/operationMode`, 'domesticHotWater.dhw{n}.operationMode', 0),
  point(25, `${DHW}/overallStatus`, 'domesticHotWater.dhw{n}.overallStatus', 0),
  point(26, `${DHW}/outTemp`, 'domesticHotWater.dhw{n}.outletTemperature', 0.5),
  point(27, `${DHW}/volumeFlow`, 'domesticHotWater.dhw{n}.volumeFlow', 0.5),

  point(40, `${HS}/actualModulation`, 'compressor.currentSpeed', 5),
  point(41, `${HS}/actualSupplyTemperature`, 'system.sensor.t0', 0.5),
  point(42, `${HS}/returnTemperature`, 'system.sensor.tc0', 0.5),
  point(43, `${HS}/applianceSupplyTemperature`, 'system.sensor.tc1', 0.5),
  point(44, `${HS}/compressor/powerElecActual`, 'emon.compressor.powerCurrent', 100),
  point(45, `${HS}/eHeater/powerElecActual`, 'emon.eHeater.powerCurrent', 100),
  point(46, `${HS}/systemPressure`, 'system.pressure', 0.1),
  point(47, `${HS}/numberOfStarts`, 'compressor.numberOfStarts', 1),
  point(48, `${EMON}/totalConsumption/outputProduced`, 'emon.total.outputProduced', 1),
  point(49, `${EMON}/totalConsumption/compressor`, 'emon.total.compressor', 1),
  point(50, `${EMON}/totalConsumption/eheater`, 'emon.total.eHeater', 1),
  point(51, `${EMON}/totalConsumption/burner`, 'emon.total.burner', 1),
  point(52, `${EMON}/totalConsumption/electricity`, 'emon.total.electricity', 1),
  point(53, `${EMON}/totalConsumption/solar`, 'emon.total.solar', 1),
  point(54, `${EMON}/totalConsumption/ventilation`, 'emon.total.ventilation', 1),

  point(60, '/system/sensors/temperatures/outdoor_t1', 'system.sensor.outdoorTemperature', 0.5),
  point(61, '/system/healthStatus', 'system.healthStatus', 0),
  point(62, `${HS}/currentSupplySetpoint`, 'system.flowSetpoint', 0.5),
  point(63, `${HS}/flameStatus`, 'system.flameStatus', 0),
  point(64, `${HS}/workingTime/totalSystem`, 'system.workingTime', 3_600),

  point(70, `${EMON}/ch/numberOfStarts`, 'compressor.heating.numberOfStarts', 1),
  point(71, `${EMON}/dhw/numberOfStarts`, 'compressor.domesticHotWater.numberOfStarts', 1),
  point(72, `${EMON}/cooling/numberOfStarts`, 'compressor.cooling.numberOfStarts', 1),
  point(73, `${EMON}/pool/numberOfStarts`, 'compressor.pool.numberOfStarts', 1),

  point(80, `${ONE}/refrigerant/compressorActualSpeed`, 'cascade.hs{n}.compressor.currentSpeed', 5),
  point(81, `${ONE}/refrigerant/status`, 'cascade.hs{n}.emon.compressor.operationStatus', 0),
  point(
    82,
    `${ONE}/refrigerant/compressorElecPowerActual`,
    'cascade.hs{n}.emon.compressor.powerCurrent',
    100,
  ),
  point(83, `${ONE}/numberOfStarts/total`, 'cascade.hs{n}.compressor.numberOfStarts', 1),
  point(84, `${ONE}/emon/totalConsumption/outputProduced`, 'cascade.hs{n}.emon.total.outputProduced', 1),
  point(85, `${ONE}/emon/totalConsumption/compressor`, 'cascade.hs{n}.emon.total.compressor', 1),

  point(100, `${EMON}/chConsumption/outputProduced`, 'emon.heating.outputProduced', 1),
  point(101, `${EMON}/chConsumption/compressor`, 'emon.heating.compressor', 1),
  point(102, `${EMON}/chConsumption/eheater`, 'emon.heating.eHeater', 1),
  point(103, `${EMON}/chConsumption/burner`, 'emon.heating.burner', 1),
  point(104, `${EMON}/chConsumption/electricity`, 'emon.heating.electricity', 1),
  point(110, `${EMON}/dhwConsumption/outputProduced`, 'emon.domesticHotWater.outputProduced', 1),
  point(111, `${EMON}/dhwConsumption/compressor`, 'emon.domesticHotWater.compressor', 1),
  point(112, `${EMON}/dhwConsumption/eheater`, 'emon.domesticHotWater.eHeater', 1),
  point(113, `${EMON}/dhwConsumption/burner`, 'emon.domesticHotWater.burner', 1),
  point(114, `${EMON}/dhwConsumption/electricity`, 'emon.domesticHotWater.electricity', 1),
  point(120, `${EMON}/coolingConsumption/outputProduced`, 'emon.cooling.outputProduced', 1),
  point(121, `${EMON}/coolingConsumption/compressor`, 'emon.cooling.compressor', 1),
  point(125, `${EMON}/poolConsumption/outputProduced`, 'emon.pool.outputProduced', 1),
  point(126, `${EMON}/poolConsumption/compressor`, 'emon.pool.compressor', 1),
  point(127, `${EMON}/poolConsumption/eheater`, 'emon.pool.eHeater', 1),

  point(140, '/solarCircuits/sc{n}/collectorTemperature', 'solar.sc{n}.collectorTemperature', 1),
  point(141, '/solarCircuits/sc{n}/dhwTankTemperature', 'solar.sc{n}.tankTemperature', 0.5),
  point(142, '/solarCircuits/sc{n}/pumpModulation', 'solar.sc{n}.pumpModulation', 5),
  point(143, '/solarCircuits/sc{n}/solarYield', 'solar.sc{n}.yieldOfLastHour', 50),
  point(145, '/pool/currentTemp', 'pool.temperature', 0.5),

  point(150, `${VENT}/sensors/supplyTemp`, 'ventilation.zone{n}.supplyTemperature', 0.5),
  point(151, `${VENT}/sensors/extractTemp`, 'ventilation.zone{n}.extractTemperature', 0.5),
  point(152, `${VENT}/sensors/exhaustTemp`, 'ventilation.zone{n}.exhaustTemperature', 0.5),
  point(153, `${VENT}/sensors/outdoorTemp`, 'ventilation.zone{n}.outdoorTemperature', 0.5),
  point(154, `${VENT}/sensors/internalHumidity`, 'ventilation.zone{n}.humidity', 2),
  point(155, `${VENT}/sensors/internalAirQuality`, 'ventilation.zone{n}.airQuality', 50),
  point(156, `${VENT}/exhaustFanLevel`, 'ventilation.zone{n}.fanLevel', 0),

  point(160, '/zones/zone{n}/averageCurrentTemperature', 'zone.zone{n}.temperature', 0.2),
  point(161, '/zones/zone{n}/currentRoomSetpoint', 'zone.zone{n}.setpoint', 0),
  point(162, '/zones/zone{n}/averageActualHumidity', 'zone.zone{n}.humidity', 2),
];

/** What a compressor does is told of no boiler: there the same resources are of its burner. */
export const POINTS_OF_BOILERS: readonly CarriedPoint[] = [
  point(65, `${HS}/actualModulation`, 'burner.modulation', 5),
  point(66, `${HS}/numberOfStarts`, 'burner.numberOfStarts', 1),
  point(67, `${EMON}/ch/numberOfStarts`, 'burner.heating.numberOfStarts', 1),
  point(68, `${EMON}/dhw/numberOfStarts`, 'burner.domesticHotWater.numberOfStarts', 1),
];

/** Other families of gateways have the same value elsewhere. One that has both is heard through the resource above. */
export const ALTERNATIVES: readonly (readonly [id: number, path: string])[] = [
  [27, `${DHW}/waterFlow`],
  [46, '/system/appliance/systemPressure'],
  [60, '/system/sensors/outdoorTemperatures/t1'],
  [62, `${HS}/supplyTemperatureSetpoint`],
  [141, '/solarCircuits/sc{n}/dhwTankBottomTemperature'],
  [145, `${HS}/poolTemperature`],
  [160, '/zones/zn{n}/temperatureActual'],
  [161, '/zones/zn{n}/temperatureHeatingSetpoint'],
];
