/** One value of a device as it came. */
export interface EmsReading {
  readonly device: string;
  /** `hc1`, `dhw`, or empty. */
  readonly tag: string;
  /** Today's short name: older firmware calls `dhw/seltemp` `wwseltemp`. */
  readonly name: string;
  readonly raw: unknown;
  /** How this device names it in a command's topic: `boiler/dhw/seltemp`, or `boiler/wwseltemp`. */
  readonly spelled: string;
}

/** What a topic below the base is about. */
export type EmsTopic =
  | { readonly kind: 'status' | 'info' | 'heartbeat' | 'response' }
  | { readonly kind: 'values'; readonly device: string; readonly tag: string; readonly name?: string }
  | { readonly kind: 'other' };

/** Device types that publish values (facts: gateways, section 1.2). */
const DEVICES = new Set([
  'boiler',
  'thermostat',
  'mixer',
  'water',
  'solar',
  'heatpump',
  'heatsource',
  'switch',
  'ventilation',
  'pool',
  'connect',
  'extension',
  'alert',
  'controller',
  'temperaturesensor',
  'analogsensor',
  'custom',
  'scheduler',
]);
const TAG = /^(?:hc|dhw|ahs|hs|src|ww)\d{0,2}$/;
const OLD_HOT_WATER = /^ww(?=.)/;
const OLD_PLACE = /^(?:ww|dhw)?\d{0,2}$/;
const NAME = /^[A-Za-z0-9_+.-]{1,60}$/;

/**
 * Both formats: `boiler_data`, `boiler_data_dhw`, `boiler_data/curflowtemp`, `thermostat_data/hc1/seltemp`, and with "publish to
 * command topic" `thermostat/hc1/seltemp`.
 */
export function parseEmsTopic(topic: string): EmsTopic {
  switch (topic) {
    case 'status':
    case 'info':
    case 'heartbeat':
    case 'response':
      return { kind: topic };
    default:
      return valuesTopic(topic) ?? { kind: 'other' };
  }
}

function valuesTopic(topic: string): EmsTopic | undefined {
  const [head = '', ...rest] = topic.split('/');
  const [, device = '', data, suffix = ''] = /^([a-z]+)(_data)?(?:_([a-z]+\d{0,2}))?$/.exec(head) ?? [];
  if (!DEVICES.has(device) || rest.length > 2 || (suffix !== '' && !TAG.test(suffix))) return undefined;
  if (rest.length === 0) return data ? { kind: 'values', device, tag: suffix } : undefined;
  const name = rest.at(-1) ?? '';
  const tag = rest.length === 2 ? (rest[0] ?? '') : suffix;
  if (!NAME.test(name) || (tag !== '' && !TAG.test(tag))) return undefined;
  return { kind: 'values', device, tag, name };
}

/** The readings of a payload; undefined when it is none of a device. Objects inside are circuits, or sensors by their id. */
export function readingsOf(
  { device, tag, name }: { device: string; tag: string; name?: string },
  payload: string,
): EmsReading[] | undefined {
  if (name !== undefined) return [reading(device, tag, name, scalarOf(payload))];
  const body = parseObject(payload);
  if (!body) return undefined;
  return Object.entries(body).flatMap(([key, value]) => {
    const inner = isRecord(value) ? value : undefined;
    if (!inner) return [reading(device, tag, key, value)];
    const names = Object.entries(inner);
    return names.map(([own, raw]) => reading(device, TAG.test(key) ? key : 'sensor', own, raw));
  });
}

function reading(device: string, tag: string, name: string, raw: unknown): EmsReading {
  const spelled = tag === '' ? `${device}/${name}` : `${device}/${tag}/${name}`;
  const today = tag.replace(/^ww/, 'dhw');
  const isOld = OLD_HOT_WATER.test(name) && OLD_PLACE.test(tag);
  if (!isOld) return { device, tag: today, name, raw, spelled };
  const own = name.replace(OLD_HOT_WATER, '');
  return { device, tag: today || 'dhw', name: own, raw, spelled: `${device}/${name}` };
}

/** A payload of a single value: text without quotes. */
function scalarOf(payload: string): unknown {
  const text = payload.trim();
  if (text.startsWith('"') || text.startsWith('{') || text.startsWith('[')) return parseJson(text) ?? text;
  return text;
}

export function parseObject(payload: string): Record<string, unknown> | undefined {
  const body = parseJson(payload);
  return isRecord(body) ? body : undefined;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
