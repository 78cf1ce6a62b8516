import type { Random } from '../random.ts';

/** A body as bytes, and what it says that it is. */
export interface Body {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const DEEP = 3_000;
const LONG = 20_000;
/** Above the limit of a body. */
const OVERLONG = 70_000;

const NASTY: readonly [unknown, ...unknown[]] = [
  null,
  true,
  0,
  -1,
  -0,
  0.1,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 53,
  1e21,
  '',
  ' ',
  '0',
  'null',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff',
  '\u202e',
  '\u0130',
  '%',
  '%00',
  "'; --",
  '${7*7}',
  '../../etc/passwd',
  '<script>',
  '2026-02-30',
  '2026-13-01T25:61:61Z',
  '+275760-09-13T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '9999-12-31T23:59:60Z',
  'PT99999999999999999999H',
  '1e400',
  '٣',
  'NaN',
  'own_',
  'http://[',
  'http://127.0.0.1:1/',
  [],
  {},
  [[[]]],
  [null],
  { length: -1 },
  { toString: 1 },
];
const NAMES: readonly [string, ...string[]] = [
  '__proto__',
  'constructor',
  'toString',
  'then',
  '',
  '\0',
  'x',
  '$ref',
  'length',
  '\ud800',
];

/** A valid value with one to three places spoilt. */
export function spoilt(value: unknown, random: Random): unknown {
  let result = value;
  for (let times = 1 + random.below(3); times > 0; times -= 1) result = spoil(result, random);
  return result;
}

function spoil(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.chance(0.08)) return nasty(random);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.2)) return [...(value as unknown[]), nasty(random)];
    if (random.chance(0.1)) return Array.from({ length: 2_000 }, () => value[0] as unknown);
    return (value as unknown[]).with(random.below(value.length), nasty(random));
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return { [random.pick(NAMES)]: nasty(random) };
  const at = random.below(entries.length);
  const [name, part] = entries[at] ?? ['x', null];
  if (random.chance(0.2)) return fromEntries(entries.toSpliced(at, 1));
  if (random.chance(0.25)) return fromEntries([...entries, [random.pick(NAMES), nasty(random)]]);
  return fromEntries(entries.with(at, [name, spoil(part, random)]));
}

/** `__proto__` becomes a member like any other. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries);
}

export function nasty(random: Random): unknown {
  if (random.chance(0.05)) return '😀'.repeat(LONG / 4);
  if (random.chance(0.05)) return random.anyBytes(200);
  return random.pick(NASTY);
}

export function nastyText(random: Random): string {
  return textOf(nasty(random)).slice(0, 2_000);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Text as a client may write it into a path or a query, encoded or not quite. */
export function nastyPart(random: Random): string {
  const text = nastyText(random);
  if (random.chance(0.1))
    return random.pick(['%', '%zz', '%C0%80', '%ED%A0%80', '%00', '%2e%2e%2f', '..%2f', '%FF']);
  return encodeURIComponent(text.toWellFormed());
}

const JSON_TYPE = { 'content-type': 'application/json' };
const TYPES: readonly [string, ...string[]] = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/json; charset=latin1',
  'application/problem+json',
  'application/json, text/html',
  '/',
  ';',
  'application/merge-patch+json',
];

export function jsonBody(value: unknown): Body {
  return { bytes: Buffer.from(JSON.stringify(value) ?? ''), headers: JSON_TYPE };
}

/** Bytes that are no JSON body, or not said to be one. */
export function brokenBody(value: unknown, random: Random): Body {
  const text = JSON.stringify(value) ?? '';
  const bytes = Buffer.from(text);
  const as = (body: Buffer | string, headers: Record<string, string> = {}) => ({
    bytes: Buffer.from(body as string),
    headers: { ...JSON_TYPE, ...headers },
  });
  const ways: readonly [() => Body, ...(() => Body)[]] = [
    () => as(bytes.subarray(0, random.below(bytes.length))),
    () => as(text, { 'content-type': random.pick(TYPES) }),
    () => as('['.repeat(DEEP) + ']'.repeat(DEEP)),
    () => as('{"a":'.repeat(DEEP) + '1' + '}'.repeat(DEEP)),
    () => as(`{"a":1e400,"b":${'9'.repeat(400)}}`),
    () => as(Buffer.from(text, 'utf16le')),
    () => as(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])),
    () => as(Buffer.from(random.anyBytes(1 + random.below(300)), 'latin1')),
    () =>
      as(
        Buffer.concat([
          bytes.subarray(0, bytes.length >> 1),
          Buffer.from([0xff, 0xc0, 0]),
          bytes.subarray(bytes.length >> 1),
        ]),
      ),
    () => as(text, { 'content-encoding': random.pick(['gzip', 'br', 'identity', 'x']) }),
    () => as(`"${'x'.repeat(OVERLONG)}"`),
    () => as(''),
    () => as('{"a":1,"a":2}'),
    () => as(text + text),
    () => as('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}'),
  ];
  return random.pick(ways)();
}

const FORM_FIELDS: readonly [string, ...string[]] = [
  'email',
  'password',
  'token',
  'csrf',
  '_csrf',
  'gatewayId',
  'labelPassword',
  'action',
  'consent',
  'scope',
  'monitoring',
  'next',
  'state',
  'language',
  'version',
  'name',
  '__proto__',
];

/** A form with fields missing, repeated, unknown and wrong; the tokens are nobody's. */
export function form(random: Random): Body {
  const fields = Array.from(
    { length: random.below(8) },
    () => `${random.pick(FORM_FIELDS)}=${nastyPart(random)}`,
  );
  const text = random.chance(0.2)
    ? random.anyBytes(200)
    : [...fields, ...(random.chance(0.5) ? fields : [])].join('&');
  return {
    bytes: Buffer.from(text, 'latin1'),
    headers: {
      'content-type': random.chance(0.9) ? 'application/x-www-form-urlencoded' : random.pick(TYPES),
    },
  };
}
