/** What a user of an EMS-ESP can set, as far as it changes what it publishes or takes. */
export interface EmsEspSettings {
  /** One topic for each device type, or one for each circuit of it. */
  readonly format: 'nested' | 'single';
  readonly booleans: 'on/off' | 'ON/OFF' | '"true"/"false"' | 'true/false' | '"1"/"0"' | '1/0';
  readonly enums: 'words' | 'index';
  readonly language: 'en' | 'de' | 'nl' | 'sv';
  readonly fahrenheit: boolean;
  /** Firmware before 3.7: hot water entities begin with `ww`. */
  readonly olderNames: boolean;
  readonly sendResponse: boolean;
  readonly readOnly: boolean;
  readonly qos: 0 | 1;
  /** Home Assistant's discovery, outside of the base topic. */
  readonly discovery: boolean;
  /** After how long a write shows, milliseconds. */
  readonly latencyMs: number;
}

/** As it leaves the factory, but for "send response", which our guide asks for. */
export const DEFAULT_SETTINGS: EmsEspSettings = {
  format: 'nested',
  booleans: 'on/off',
  enums: 'words',
  language: 'en',
  fahrenheit: false,
  olderNames: false,
  sendResponse: true,
  readOnly: false,
  qos: 0,
  discovery: false,
  latencyMs: 0,
};

/** The last one whose hot water entities begin with `ww`. */
export const OLD_FIRMWARE = '3.6.5';
