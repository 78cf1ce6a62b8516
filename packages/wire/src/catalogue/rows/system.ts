import * as form from '../forms.ts';
import { below, control, identity, setting, state } from '../resource.ts';

const SENSORS = below('/system/sensors', [
  state('temperatures/outdoor_t1', form.OUTDOOR_SENSOR),
  state('outdoorTemperatures/t1', form.OUTDOOR_SENSOR),
  state('temperatures/supply_t1', form.WATER_SENSOR),
  state('temperatures/supply_t1_setpoint', form.WATER),
  state('temperatures/return', form.WATER_SENSOR),
  state('temperatures/hotWater_t2', form.WATER_SENSOR),
  state('temperatures/switch', form.WATER_SENSOR),
  state('temperatures/chimney', form.HOT_SENSOR),
  state('temperatures/indoorAirDigital', form.ROOM_SENSOR),
  state('temperatures/indoorChip', form.WATER_SENSOR),
  state('temperatures/indoorPCB', form.WATER_SENSOR),
  state('humidity/indoor_h1', form.HUMIDITY),
  setting('temperatures/offset', form.OFFSET),
]);

/** What the appliance itself says, on gateways that have no leaves of a heat source for it. */
const APPLIANCE = below('/system/appliance', [
  state('actualSupplyTemperature', form.WATER_SENSOR),
  state('systemPressure', form.WATER_PRESSURE),
  state('displayCode', form.WORD),
  state('causeCode', form.PLAIN),
  state('blockingError', form.TRUE_FALSE),
  state('lockingError', form.TRUE_FALSE),
  state('maintenanceRequest', form.TRUE_FALSE),
  state('firstMaintenanceRequest', form.PLAIN),
  identity('type', form.WORD),
]);

const AWAY_AND_HOLIDAYS = below('/system', [
  control('awayMode/enabled', form.TRUE_FALSE),
  control('awayMode/temperature', form.ROOM),
  control('holidayModes/hm{n}/startStop', form.WORD),
  control('holidayModes/hm{n}/assignedTo', form.someOf('hc1', 'hc2', 'hc3', 'hc4', 'dhw1', 'dhw2')),
  control('holidayModes/hm{n}/hcMode', form.oneOf('AUTO_SAT', 'FIX_TEMP', 'OFF', 'ECO')),
  control('holidayModes/hm{n}/dhwMode', form.oneOf('OFF', 'TD_OFF')),
  control('holidayModes/hm{n}/fixTemperature', form.ROOM),
  state('autoAway/comingHome/active', form.TRUE_FALSE),
  state('autoAway/comingHome/prediction', form.MINUTES),
  setting('autoAway/enabled', form.TRUE_FALSE),
]);

/** Prices that change over the day. */
const TARIFF = below('/system/variableTariff', [
  state('ch/currentSetpoint', form.ROOM_SETPOINT),
  state('ch/status', form.oneOf('disabled', 'paused', 'active')),
  state('dhw/currentOpmode', form.oneOf('low', 'high', 'eco')),
  state('dhw/status', form.oneOf('disabled', 'paused', 'active')),
  state('currentPriceCatagorization', form.PLAIN),
  state('supportStatus', form.someOf('not_supported', 'vta_gateway', 'in_evaluation', 'blocked')),
  setting('ch/highPriceDelta', form.PRICE_DELTA),
  setting('ch/lowPriceDelta', form.PRICE_DELTA),
  setting('ch/midPriceSetpoint', form.ROOM),
  setting('ch/optimization', form.ON_OFF),
  setting('dhw/highPriceEnable', form.YES_NO),
  setting('dhw/lowPriceEnable', form.YES_NO),
  setting('dhw/optimization', form.ON_OFF),
  setting('tariffId', form.WORD),
]);

export const SYSTEM = [
  ...SENSORS,
  ...APPLIANCE,
  ...AWAY_AND_HOLIDAYS,
  ...TARIFF,
  ...below('/system', [
    state('healthStatus', form.oneOf('error', 'maintenance', 'ok')),
    state('powerGuard/active', form.ON_OFF),
    state('powerLimitation/active', form.ON_OFF),
    state('iSRC/installationStatus', form.oneOf('TIMEOUT', 'IN_PROGRESS', 'SUCCESS')),
    state('iSRC/supportStatus', form.WORD),
    setting('minOutdoorTemp', form.OUTDOOR),
    setting('fireplace/enabled', form.TRUE_FALSE),
    identity(
      'type',
      form.oneOf(
        'unknown',
        'heatpump_cascade',
        'heatpump_single',
        'eHybrid',
        'hybman',
        'hybridBoiler',
        'boiler',
      ),
    ),
    identity('systemType', form.WORD),
    identity('bus', form.oneOf('No_Bus', 'EMS1_0', 'EMS2_0', 'CAN', 'Detecting')),
    identity('brand', form.WORD),
  ]),
];
