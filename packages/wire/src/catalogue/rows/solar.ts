import * as form from '../forms.ts';
import { below, setting, state } from '../resource.ts';

export const SOLAR_CIRCUITS = below('/solarCircuits/sc{n}', [
  state('collectorTemperature', form.HOT_SENSOR),
  state('dhwTankTemperature', form.WATER_SENSOR),
  state('dhwTankBottomTemperature', form.WATER_SENSOR),
  state('pumpModulation', form.PERCENT),
  // Of the past hour, so it is no counter.
  state('solarYield', form.ENERGY_WH),
  state('status', form.PRESENT),
  setting('actuatorStatus', form.YES_NO),
]);
