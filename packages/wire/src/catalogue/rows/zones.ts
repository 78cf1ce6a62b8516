import * as form from '../forms.ts';
import { below, control, setting, state } from '../resource.ts';

const MODE = form.oneOf('auto', 'manual', 'off');

/** Rooms with their own control; EasyControl calls them `zn` and keeps their programs apart. */
export const ZONES = [
  ...below('/zones/zone{n}', [
    state('averageCurrentTemperature', form.RADIO_ROOM),
    state('averageActualHumidity', form.HUMIDITY),
    state('currentRoomSetpoint', form.ROOM_SETPOINT),
    control('heating/operationMode', MODE),
    control('heating/manualRoomSetpoint', form.ROOM),
    control('heating/temporaryRoomSetpoint', form.TEMPORARY_SETPOINT),
    control('cooling/operationMode', MODE),
    control('cooling/manualRoomSetpoint', form.ROOM),
    control('cooling/temporaryRoomSetpoint', form.TEMPORARY_SETPOINT),
    setting('childLock', form.ACTIVE),
    setting('icon', form.WORD),
    setting('name', form.NAME),
  ]),
  ...below('/zones/zn{n}', [
    state('temperatureActual', form.ROOM),
    state('temperatureHeatingSetpoint', form.ROOM),
    state('actualValvePosition', form.PERCENT),
    state('nextSetpoint', form.ROOM_SETPOINT),
    state('timeToNextSetpoint', form.MINUTES),
    state('optimumStartState', form.WORD),
    state('optimumStartHeatupRate', form.HEAT_UP_RATE),
    state('status', form.WORD),
    control('userMode', form.WORD),
    control('manualTemperatureHeating', form.ROOM),
    control('clockOverride/temperatureHeating', form.ROOM_SETPOINT),
    control('clockProgram', form.PLAIN),
    setting('heatingType', form.WORD),
    setting('icon', form.WORD),
    setting('name', form.NAME),
  ]),
  ...below('/programs/{program}', [control('week', form.PROGRAM), setting('name', form.NAME)]),
];
