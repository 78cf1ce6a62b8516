import { createHouse, DEFAULT_SETTINGS, VirtualEmsEsp, type EmsEspSettings } from '@hearthgate/device';
import { learnEntities, NOTHING_KNOWN, parseJson, type EmsKnowledge, type LinkValue } from '@hearthgate/wire';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-01-15T00:00:00Z');

/** What one device in one hour publishes, and what is true in its house then. */
export interface DevicePayloads {
  readonly settings: EmsEspSettings;
  readonly messages: readonly { readonly topic: string; readonly payload: string }[];
  readonly truth: Readonly<Record<string, LinkValue>>;
  /** Everything that it says of itself was asked for. */
  readonly knowledge: EmsKnowledge;
}

const CHOICES = {
  format: ['nested', 'single'],
  booleans: ['on/off', 'ON/OFF', '"true"/"false"', 'true/false', '"1"/"0"', '1/0'],
  enums: ['words', 'index'],
  language: ['en', 'de', 'nl', 'sv'],
  fahrenheit: [false, true],
  olderNames: [false, true],
} as const;

/** A device whose settings follow from a number. */
export function payloadsOf(no: number, hour: number): DevicePayloads {
  let rest = no;
  const choose = <T>(options: readonly T[]): T => {
    const option = options[rest % options.length] as T;
    rest = Math.floor(rest / options.length);
    return option;
  };
  const settings: EmsEspSettings = {
    ...DEFAULT_SETTINGS,
    format: choose(CHOICES.format),
    booleans: choose(CHOICES.booleans),
    enums: choose(CHOICES.enums),
    language: choose(CHOICES.language),
    fahrenheit: choose(CHOICES.fahrenheit),
    olderNames: choose(CHOICES.olderNames),
  };
  const house = createHouse('ems-boiler', { seed: no, startMs: START_MS, brand: 'BUDERUS' });
  house.advanceTo(START_MS + hour * HOUR_MS);
  const board = new VirtualEmsEsp({
    brokerUrl: 'mqtt://127.0.0.1',
    gatewayId: '100000000',
    password: '',
    house,
    settings,
  });
  const { data, answers } = board.dump();
  const knowledge = Object.entries(answers).reduce<EmsKnowledge>(
    (known, [device, answer]) => learnEntities(known, device, parseJson(answer)) ?? known,
    NOTHING_KNOWN,
  );
  return { settings, messages: data, truth: house.read(), knowledge };
}

/** How many different settings there are. */
export const SETTINGS_COUNT = Object.values(CHOICES).reduce((product, { length }) => product * length, 1);
