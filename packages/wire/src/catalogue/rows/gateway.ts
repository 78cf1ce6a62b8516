import * as form from '../forms.ts';
import { below, identity, setting, state } from '../resource.ts';

/** Names and addresses of the owner's network are not here, so they are never stored. */
export const GATEWAY = below('/gateway', [
  identity('brand', form.WORD),
  identity('versionFirmware', form.WORD),
  identity('versionHardware', form.WORD),
  identity('productID', form.WORD),
  identity('productType', form.WORD),
  setting('tzInfo/timeZone', form.WORD),
  setting('time/timeZone', form.WORD),
  state('update/status', form.oneOf('inprogress', 'completed', 'interrupted')),
  state('dataProcessing/status', form.oneOf('in_progress', 'completed')),
]);
