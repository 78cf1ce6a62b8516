const HC = '/heatingCircuits/hc1';
const DHW = '/dhwCircuits/dhw1';
const HS = '/heatSources';

/** One value of the device: where it stands on the bus, and the leaf of the house behind it. */
export interface DeviceEntity {
  readonly device: 'boiler' | 'thermostat';
  readonly tag: '' | 'hc1' | 'dhw';
  readonly name: string;
  readonly fullname: string;
  readonly leaf: string;
  readonly kind: EntityKind;
  readonly writeable?: true;
}

export type EntityKind =
  | { readonly type: 'number'; readonly uom?: string; readonly min?: number; readonly max?: number }
  /** `on`: the word of the house that is true. */
  | { readonly type: 'boolean'; readonly on: string; readonly off: string }
  /** Options in the order of the index; `ours`: the house's word for each. */
  | { readonly type: 'enum'; readonly options: readonly string[]; readonly ours: readonly string[] }
  | { readonly type: 'string' };

type Row = Omit<DeviceEntity, 'device' | 'tag'>;

function at(device: DeviceEntity['device'], tag: DeviceEntity['tag'], rows: readonly Row[]): DeviceEntity[] {
  return rows.map((row) => ({ device, tag, ...row }));
}
function celsius(name: string, fullname: string, leaf: string): Row {
  return { name, fullname, leaf, kind: { type: 'number', uom: '°C' } };
}
function setting(
  name: string,
  fullname: string,
  leaf: string,
  range: { uom: string; min: number; max: number },
): Row {
  return { name, fullname, leaf, kind: { type: 'number', ...range }, writeable: true };
}
function number(name: string, fullname: string, leaf: string, uom?: string): Row {
  return { name, fullname, leaf, kind: { type: 'number', ...(uom !== undefined && { uom }) } };
}
function onOff(name: string, fullname: string, leaf: string): Row {
  return { name, fullname, leaf, kind: { type: 'boolean', on: 'on', off: 'off' } };
}
function oneOf(name: string, fullname: string, leaf: string, words: Readonly<Record<string, string>>): Row {
  return {
    name,
    fullname,
    leaf,
    kind: { type: 'enum', options: Object.keys(words), ours: Object.values(words) },
  };
}

const ROOM = { uom: '°C', min: 5, max: 30 };

/** A boiler and an RC310 as an EMS-ESP shows them (facts: gateways, section 1.6); what it shows and we do not use is `OTHER_VALUES`. */
export const DEVICE_ENTITIES: readonly DeviceEntity[] = [
  ...at('boiler', '', [
    celsius('outdoortemp', 'outside temperature', '/system/sensors/temperatures/outdoor_t1'),
    celsius('selflowtemp', 'selected flow temperature', `${HS}/supplyTemperatureSetpoint`),
    celsius('curflowtemp', 'current flow temperature', `${HS}/actualSupplyTemperature`),
    celsius('rettemp', 'return temperature', `${HS}/returnTemperature`),
    number('syspress', 'system pressure', `${HS}/systemPressure`, 'bar'),
    number('heatingpumpmod', 'heating pump modulation', `${HS}/CHpumpModulation`, '%'),
    number('curburnpow', 'burner current power', `${HS}/actualModulation`, '%'),
    onOff('burngas', 'gas', `${HS}/flameStatus`),
    number('burnstarts', 'burner starts', `${HS}/numberOfStarts`),
    number('heatworkmin', 'total heat operating time', `${HS}/workingTime/centralHeating`, 'minutes'),
    number('burnworkmin', 'total burner operating time', `${HS}/workingTime/totalSystem`, 'minutes'),
    {
      name: 'servicecode',
      fullname: 'service code',
      leaf: '/system/appliance/displayCode',
      kind: { type: 'string' },
    },
    number('servicecodenumber', 'service code number', '/system/appliance/causeCode'),
  ]),
  ...at('boiler', 'dhw', [
    celsius('curtemp', 'current intern temperature', `${DHW}/actualTemp`),
    celsius('settemp', 'set temperature', `${DHW}/currentSetpoint`),
    setting('seltemp', 'selected temperature', `${DHW}/temperatureLevels/high`, {
      uom: '°C',
      min: 30,
      max: 80,
    }),
    setting('seltemplow', 'selected lower temperature', `${DHW}/temperatureLevels/low`, {
      uom: '°C',
      min: 30,
      max: 60,
    }),
    setting('seltempsingle', 'single charge temperature', `${DHW}/singleChargeSetpoint`, {
      uom: '°C',
      min: 30,
      max: 80,
    }),
    onOff('disinfecting', 'disinfecting', `${DHW}/tdrunningStatus`),
  ]),
  ...at('thermostat', 'hc1', [
    celsius('seltemp', 'selected room temperature', `${HC}/currentRoomSetpoint`),
    celsius('currtemp', 'current room temperature', `${HC}/roomtemperature`),
    {
      ...oneOf('mode', 'operating mode', `${HC}/operationMode`, { manual: 'manual', auto: 'auto' }),
      writeable: true,
    },
    setting('manualtemp', 'manual temperature', `${HC}/manualRoomSetpoint`, ROOM),
    setting('comforttemp', 'comfort temperature', `${HC}/temperatureLevels/comfort2`, ROOM),
    setting('ecotemp', 'eco temperature', `${HC}/temperatureLevels/eco`, ROOM),
    setting('tempautotemp', 'temporary set temperature automode', `${HC}/temporaryRoomSetpoint`, {
      uom: '°C',
      min: -1,
      max: 30,
    }),
    celsius('targetflowtemp', 'target flow temperature', `${HC}/supplyTemperatureSetpoint`),
    celsius('maxflowtemp', 'max flow temperature', `${HC}/maxFlowTemp`),
    oneOf('summermode', 'summer mode', `${HC}/currentSuWiMode`, { winter: 'forced', summer: 'off' }),
    {
      ...oneOf('summersetmode', 'set summer mode', `${HC}/suWiSwitchMode`, {
        summer: 'off',
        auto: 'automatic',
        winter: 'forced',
      }),
      writeable: true,
    },
    setting('summertemp', 'summer temperature', `${HC}/suWiThreshold`, { uom: '°C', min: 10, max: 30 }),
  ]),
  ...at('thermostat', 'dhw', [
    {
      ...oneOf('mode', 'operating mode', `${DHW}/operationMode`, {
        off: 'off',
        normal: 'low',
        comfort: 'high',
        // The house has one program for hot water: its own.
        auto: 'auto',
        'own prog': 'auto',
      }),
      writeable: true,
    },
    {
      name: 'charge',
      fullname: 'charge',
      leaf: `${DHW}/charge`,
      kind: { type: 'boolean', on: 'start', off: 'stop' },
      writeable: true,
    },
    setting('chargeduration', 'charge duration', `${DHW}/chargeDuration`, {
      uom: 'minutes',
      min: 15,
      max: 2_880,
    }),
  ]),
];

/** Values of no use to us that every device publishes too, and a command, which stands there as an empty text. */
export const OTHER_VALUES: Readonly<Record<DeviceEntity['device'], Readonly<Record<string, unknown>>>> = {
  boiler: { heatingactive: 'off', flamecurr: 37.4, reset: '' },
  thermostat: { dateTime: '01.01.2026 00:00', building: 'medium', intoffset: 0 },
};
