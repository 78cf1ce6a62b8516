/**
 * The resource and data point catalogue: the vendor's resource tree is the vocabulary (facts: K 40 RF local API, ICOM trees).
 * `{n}` stands for a circuit or heat source number. A leaf that is not listed here is not stored.
 */
export interface DataPoint {
  /** Permanent: a new unit or meaning is a new id. */
  readonly id: number;
  readonly name: string;
  /** Smallest change worth an event or a recording, in the resource's unit; 0: any change. */
  readonly threshold: number;
}

export interface Resource {
  readonly path: string;
  readonly type: 'number' | 'string';
  readonly unit?: Unit;
  /** Physically possible values; outside it is no measurement. */
  readonly range?: readonly [min: number, max: number];
  readonly point?: DataPoint;
}

export type Unit = 'C' | '%' | 'W' | 'kW' | 'kWh' | 'bar' | 'min' | 's' | 'l/h' | 'l/min' | 'count';

const ROOM = [-40, 60] as const;
const WATER = [-40, 130] as const;
const OUTDOOR = [-60, 60] as const;
const PERCENT = [0, 100] as const;
const POWER_W = [0, 100_000] as const;
const ENERGY_KWH = [0, 100_000_000] as const;
const MINUTES = [0, 100_000] as const;
const COUNT = [0, 1_000_000_000] as const;

function number(path: string, unit: Unit, range: readonly [number, number], point?: DataPoint): Resource {
  return { path, type: 'number', unit, range, ...(point && { point }) };
}
function word(path: string, point?: DataPoint): Resource {
  return { path, type: 'string', ...(point && { point }) };
}
function named(id: number, name: string, threshold: number): DataPoint {
  return { id, name, threshold };
}

const HC = '/heatingCircuits/hc{n}';
const DHW = '/dhwCircuits/dhw{n}';
const HS = '/heatSources/hs{n}';

export const CATALOGUE: readonly Resource[] = [
  number(`${HC}/roomtemperature`, 'C', ROOM, named(1, 'hvac.heatingCircuit.hc{n}.roomTemperature', 0.2)),
  number(`${HC}/currentRoomSetpoint`, 'C', ROOM, named(2, 'hvac.heatingCircuit.hc{n}.roomSetpoint', 0)),
  number(`${HC}/manualRoomSetpoint`, 'C', ROOM),
  number(`${HC}/temperatureRoomSetpoint`, 'C', ROOM),
  number(`${HC}/temporaryRoomSetpoint`, 'C', ROOM),
  number(`${HC}/temperatureLevels/comfort`, 'C', ROOM),
  number(`${HC}/temperatureLevels/comfort2`, 'C', ROOM),
  number(`${HC}/temperatureLevels/normal`, 'C', ROOM),
  number(`${HC}/temperatureLevels/eco`, 'C', ROOM),
  number(`${HC}/temperatureLevels/exception`, 'C', ROOM),
  number(
    `${HC}/actualSupplyTemperature`,
    'C',
    WATER,
    named(3, 'hvac.heatingCircuit.hc{n}.flowTemperature', 0.5),
  ),
  number(
    `${HC}/supplyTemperatureSetpoint`,
    'C',
    WATER,
    named(4, 'hvac.heatingCircuit.hc{n}.flowSetpoint', 0.5),
  ),
  number(`${HC}/maxFlowTemp`, 'C', WATER),
  number(`${HC}/pumpModulation`, '%', PERCENT),
  number(`${HC}/actualHumidity`, '%', PERCENT, named(5, 'hvac.heatingCircuit.hc{n}.humidity', 2)),
  number(`${HC}/boostRemainingTime`, 'min', MINUTES),
  number(`${HC}/boostDuration`, 'min', MINUTES),
  number(`${HC}/boostTemperature`, 'C', ROOM),
  number(`${HC}/suWiThreshold`, 'C', ROOM),
  word(`${HC}/operationMode`, named(6, 'hvac.heatingCircuit.hc{n}.operationMode', 0)),
  word(`${HC}/activeSwitchProgram`),
  word(`${HC}/pumpStatus`),
  word(`${HC}/boostMode`),
  word(`${HC}/currentSuWiMode`),
  word(`${HC}/suWiSwitchMode`),
  word(`${HC}/overallStatus`),
  word(`${HC}/status`),
  word(`${HC}/holidayMode/activated`),
  number(`${DHW}/actualTemp`, 'C', WATER, named(20, 'hvac.domesticHotWater.dhw{n}.actualTemperature', 0.5)),
  number(`${DHW}/currentSetpoint`, 'C', WATER, named(21, 'hvac.domesticHotWater.dhw{n}.setpoint', 0)),
  number(`${DHW}/temperatureLevels/eco`, 'C', WATER),
  number(`${DHW}/temperatureLevels/low`, 'C', WATER),
  number(`${DHW}/temperatureLevels/high`, 'C', WATER),
  number(`${DHW}/ecoStop`, 'C', WATER),
  number(`${DHW}/lowStop`, 'C', WATER),
  number(`${DHW}/highStop`, 'C', WATER),
  number(`${DHW}/chargeDuration`, 'min', MINUTES),
  number(`${DHW}/chargeRemainingTime`, 'min', MINUTES),
  number(`${DHW}/singleChargeSetpoint`, 'C', WATER),
  word(`${DHW}/operationMode`),
  word(`${DHW}/currentTemperatureLevel`, named(22, 'hvac.domesticHotWater.dhw{n}.requestedLevel', 0)),
  word(`${DHW}/charge`, named(23, 'hvac.domesticHotWater.dhw{n}.chargeStatus', 0)),
  word(`${DHW}/status`),
  word(`${DHW}/overallStatus`),
  number(`${HS}/numberOfStarts`, 'count', COUNT),
  number(`${HS}/refrigerant/compressorActualSpeed`, '%', PERCENT),
  number(`${HS}/actualModulation`, '%', PERCENT),
  word(`${HS}/refrigerant/status`),
  word(`${HS}/heatPumpType`),
  word(`${HS}/type`),
  word(`${HS}/flameStatus`),
  number('/heatSources/actualModulation', '%', PERCENT, named(40, 'hvac.compressor.currentSpeed', 5)),
  number('/heatSources/actualSupplyTemperature', 'C', WATER, named(41, 'hvac.system.sensor.t0', 0.5)),
  number('/heatSources/returnTemperature', 'C', WATER, named(42, 'hvac.system.sensor.tc0', 0.5)),
  number('/heatSources/applianceSupplyTemperature', 'C', WATER, named(43, 'hvac.system.sensor.tc1', 0.5)),
  number(
    '/heatSources/compressor/powerElecActual',
    'W',
    POWER_W,
    named(44, 'hvac.emon.compressor.powerCurrent', 100),
  ),
  number(
    '/heatSources/eHeater/powerElecActual',
    'W',
    POWER_W,
    named(45, 'hvac.emon.eHeater.powerCurrent', 100),
  ),
  number('/heatSources/systemPressure', 'bar', [0, 10], named(46, 'hvac.system.pressure', 0.1)),
  number('/heatSources/numberOfStarts', 'count', COUNT, named(47, 'hvac.compressor.numberOfStarts', 1)),
  number('/heatSources/workingTime/totalSystem', 's', COUNT),
  number(
    '/heatSources/emon/totalConsumption/outputProduced',
    'kWh',
    ENERGY_KWH,
    named(48, 'hvac.emon.total.outputProduced', 1),
  ),
  number(
    '/heatSources/emon/totalConsumption/compressor',
    'kWh',
    ENERGY_KWH,
    named(49, 'hvac.emon.total.compressor', 1),
  ),
  number(
    '/heatSources/emon/totalConsumption/eheater',
    'kWh',
    ENERGY_KWH,
    named(50, 'hvac.emon.total.eHeater', 1),
  ),
  number('/heatSources/supplyTemperatureSetpoint', 'C', WATER),
  word('/heatSources/flameStatus'),
  number(
    '/system/sensors/temperatures/outdoor_t1',
    'C',
    OUTDOOR,
    named(60, 'hvac.system.sensor.outdoorTemperature', 0.5),
  ),
  word('/system/type'),
  word('/system/systemType'),
  word('/system/bus'),
  word('/system/brand'),
  word('/system/healthStatus'),
  word('/gateway/versionFirmware'),
  word('/gateway/versionHardware'),
];

/** A path of a gateway, found in the catalogue. */
export interface Located {
  readonly resource: Resource;
  /** Row of the twin: `hc1`, `dhw1`, `hs1`, else the first part of the path (`system`, `heatSources`). */
  readonly component: string;
  /** Path inside the component. */
  readonly key: string;
  /** Circuit or heat source number; 0 where the resource has none. */
  readonly instance: number;
  readonly pointName?: string;
}

const byTemplate = new Map(CATALOGUE.map((resource) => [resource.path, resource]));
const byPoint = new Map(CATALOGUE.flatMap((r) => (r.point ? [[r.point.id, r] as const] : [])));
const NUMBERED = /^\/(?:heatingCircuits|dhwCircuits|heatSources)\/(hc|dhw|hs)([1-9])(\/.+)$/;

/** Undefined for a path that the catalogue does not list. */
export function locate(path: string): Located | undefined {
  const match = NUMBERED.exec(path);
  if (match) {
    const [, kind = '', digit = '', rest = ''] = match;
    const resource = byTemplate.get(`${path.slice(0, path.indexOf('/', 1))}/${kind}{n}${rest}`);
    if (!resource) return undefined;
    const pointName = resource.point?.name.replace('{n}', digit);
    const located = { resource, component: kind + digit, key: rest.slice(1), instance: Number(digit) };
    return pointName === undefined ? located : { ...located, pointName };
  }
  const resource = byTemplate.get(path);
  if (!resource || resource.path.includes('{n}')) return undefined;
  const end = path.indexOf('/', 1);
  const located = { resource, component: path.slice(1, end), key: path.slice(end + 1), instance: 0 };
  return resource.point ? { ...located, pointName: resource.point.name } : located;
}

/** The data point with this permanent id, named for one circuit or heat source. */
export function dataPoint(id: number, instance: number): { name: string; unit?: Unit } | undefined {
  const resource = byPoint.get(id);
  if (!resource?.point) return undefined;
  const name = resource.point.name.replace('{n}', String(instance));
  return resource.unit ? { name, unit: resource.unit } : { name };
}
