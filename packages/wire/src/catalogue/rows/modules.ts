import * as form from '../forms.ts';
import { below, identity } from '../resource.ts';

/**
 * Devices on the appliance's bus. A row of a `systeminfo` resource is a `module`, a column a leaf: address on the bus, product
 * id, version, and serial numbers (`no` on older gateways).
 */
const COLUMNS = [
  'tok',
  'id',
  'ver',
  'no',
  'productName',
  'productSerialNumber',
  'moduleHwIdentStr',
  'moduleSerialNumber',
];
const MODULE = COLUMNS.map((column) => identity(column, form.WORD));

export const MODULES = [
  ...below('/system/basicInfo/module{n}', MODULE),
  ...below('/system/info/module{n}', MODULE),
  ...below('/heatSources/info/module{n}', MODULE),
  ...below('/heatSources/hs{n}/info/module1', MODULE),
];
