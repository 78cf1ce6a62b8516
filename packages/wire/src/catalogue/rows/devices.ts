import * as form from '../forms.ts';
import { below, identity, setting, state } from '../resource.ts';

const CIRCUIT = form.oneOf('unassigned', 'hc1', 'hc2', 'hc3', 'hc4');

/** Radio thermostats, valves and sensors. Their radio keys have no place here. */
export const DEVICES = [
  ...below('/devices/device{n}', [
    state('roomtemperature', form.RADIO_ROOM),
    state('actualHumidity', form.HUMIDITY),
    state('currentRoomSetpoint', form.ROOM_SETPOINT),
    state('actuatorModulation', form.PERCENT),
    state('actuatorPower', form.PERCENT),
    state('operationMode', form.oneOf('auto', 'manual', 'party')),
    state('etrv/temperatureActual', form.ROOM),
    state('etrv/valvePosition', form.PERCENT),
    state('etrv/valveState', form.WORD),
    state(
      'battery',
      form.oneOf('NO_BAT', 'BAT_NORMAL', 'BAT_FOTA_FORBIDDEN', 'BAT_LOW', 'BAT_TOO_LOW', 'ok', 'unknown'),
    ),
    state('signal', form.SIGNAL),
    state('signalIcon', form.oneOf('NO_CONNECTION', 'POOR', 'GOOD', 'VERY_GOOD')),
    state('rfConnectionStatus', form.oneOf('OFFLINE', 'ONLINE')),
    state('rfPairedStatus', form.oneOf('NOT_PAIRED', 'IN_PAIRING', 'PAIRED', 'EXCLUDED')),
    state(
      'rfErrorCause',
      form.oneOf('INVALID_CONFIGURATION', 'MAX_DEVICES_REACHED', 'NO_ERROR', 'PAIRING_TIMEOUT'),
    ),
    state('rfTimeofConnectionLost', form.WORD),
    setting('assignedHC', CIRCUIT),
    setting('zoneId', form.PLAIN),
    setting('zone', form.PLAIN),
    setting('etrv/offset', form.OFFSET),
    setting('etrv/childLock/enabled', form.TRUE_FALSE),
    setting('thermostat/childLock/enabled', form.TRUE_FALSE),
    setting('name', form.NAME),
    identity('type', form.WORD),
    identity('protocol', form.WORD),
    identity('versionFirmware', form.WORD),
    identity('sgtin', form.WORD),
    identity('homematicip/sgtin', form.WORD),
  ]),
  ...below('/devices', [
    setting('inclusionTime', form.SECONDS),
    setting('rhc/assignedTo', CIRCUIT),
    setting('uhc/assignedTo', CIRCUIT),
  ]),
];
