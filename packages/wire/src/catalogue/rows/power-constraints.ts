import * as form from '../forms.ts';
import { below, state } from '../resource.ts';

const DOMAINS = [
  'additionalHeaterCh',
  'additionalHeaterDhwTank',
  'additionalHeaterPrimaryCircuit',
  'ch',
  'cooling',
  'dhw',
  'pool',
  'refrigerantCircuit',
];
const CONSTRAINTS = [
  'dhwReduceTempOnAlarm',
  'externalInputs/additionalHeaterBlock',
  'externalInputs/appliancePowerBlock',
  'externalInputs/appliancePowerLimit',
  'externalInputs/coolingBlock',
  'externalInputs/dhwBlock',
  'externalInputs/heatingBlock',
  'externalInputs/pv',
  'highSourceTempStopCooling',
  'highSourceTempStopHeating',
  'lowSourceTempStopCooling',
  'lowSourceTempStopHeating',
  'maintenanceMode',
  'powerElecDesired',
  'powerElecLimitation',
  'powerGuard',
  'silentMode',
  'userAdditionalHeaterBlock',
];

/** What holds the system back now, and which part of it. */
export const POWER_CONSTRAINTS = below('/system/powerConstraints', [
  ...DOMAINS.map((domain) => state(`affectedDomain/${domain}`, form.WORD)),
  ...CONSTRAINTS.map((constraint) => state(`${constraint}/status`, form.ACTIVE)),
]);
