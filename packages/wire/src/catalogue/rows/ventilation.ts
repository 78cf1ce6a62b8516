import * as form from '../forms.ts';
import { below, counter, setting, state } from '../resource.ts';

export const VENTILATION = below('/ventilation/zone{n}', [
  state('exhaustFanLevel', form.oneOf('off', 'min', 'red', 'nom', 'max', 'dem')),
  state('exhaustFanPower', form.PERCENT),
  state('exhaustFanSpeed', form.FAN_SPEED),
  state('supplyFanPower', form.PERCENT),
  state('elAuxHeaterPower', form.PERCENT),
  state('electricalAuxHeaterPower', form.PERCENT),
  state('summerBypass/flapPower', form.PERCENT),
  state('filter/remainingTime', form.RUN_MINUTES),
  counter('applianceRunTime', form.RUN_MINUTES),
  state('sensors/exhaustTemp', form.OUTDOOR_SENSOR),
  state('sensors/extractTemp', form.OUTDOOR_SENSOR),
  state('sensors/outdoorTemp', form.OUTDOOR_SENSOR),
  state('sensors/supplyTemp', form.OUTDOOR_SENSOR),
  state('sensors/supplyFanRotation', form.FAN_SPEED),
  state('sensors/externalAirQuality', form.AIR_QUALITY),
  state('sensors/internalAirQuality', form.AIR_QUALITY),
  state('sensors/externalHumidity', form.HUMIDITY),
  state('sensors/internalHumidity', form.HUMIDITY),
  setting('maxIndoorAirQuality', form.AIR_QUALITY),
  setting('maxRelativeHumidity', form.PERCENT),
]);
