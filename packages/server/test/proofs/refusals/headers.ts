import { BASE62, DIGITS, type Random } from '../random.ts';

/** Comes so often that it has to be limited. */
const BUSY_ADDRESS = '203.0.113.9';

export function v4(random: Random): string {
  return Array.from({ length: 4 }, () => random.below(256)).join('.');
}

export function v6(random: Random): string {
  return Array.from({ length: 8 }, () => random.below(65_536).toString(16)).join(':');
}

/** What a proxy hands on: addresses of both families, mapped, zoned, invented, too long. */
export function forwardedFor(random: Random): string {
  if (random.chance(0.15)) return BUSY_ADDRESS;
  return random.pick<() => string>([
    () => v4(random),
    () => v4(random),
    () => v6(random),
    () => v6(random),
    () => `::ffff:${v4(random)}`,
    () => `64:ff9b::${v4(random)}`,
    () => `fe80::${random.below(65_536).toString(16)}%eth${random.below(99)}`,
    () => `${v4(random)}, ${v6(random)}, 127.0.0.1`,
    () => Array.from({ length: random.below(300) }, () => v4(random)).join(','),
    () => `${v4(random)}:${random.below(65_536)}`,
    () => `[${v6(random)}]`,
    () =>
      random.pick(['unknown', '_hidden', ',,,', '0x7f.1', '10.1', '::', '0.0.0.0', '255.255.255.255', '-']),
    () => random.text(random.below(6_000), `${DIGITS}.:,abcdef% `),
    () => random.bytes(random.below(100)),
  ])();
}

export function host(random: Random): string {
  if (random.chance(0.95)) return '127.0.0.1';
  if (random.chance(0.2)) return random.bytes(1 + random.below(40));
  return random.pick([
    '',
    'evil.example',
    '[::1',
    '[::1]',
    'localhost:99999',
    'user@localhost',
    '127.0.0.1:80:80',
  ]);
}

export function forwardedProto(random: Random): string {
  return random.chance(0.95) ? 'https' : random.pick(['http', '', 'https,http', 'HTTPS']);
}

export function contentType(random: Random): string {
  if (random.chance(0.7)) return 'application/json';
  return random.pick([
    '',
    'text/plain',
    'application/json; charset=x',
    'multipart/form-data',
    'a/b;c',
    '/',
    '\u00fc/x',
  ]);
}

type Header = readonly [name: string, probability: number, value: (random: Random) => string];

const FURTHER: readonly Header[] = [
  [
    'x-api-version',
    0.2,
    (random) => random.pick(['1', '1', '1.35', '0', '2', 'x', '', '1,1', '1'.repeat(900)]),
  ],
  [
    'accept-language',
    0.2,
    (random) => (random.chance(0.6) ? languages(random) : random.bytes(random.below(400))),
  ],
  [
    'accept',
    0.1,
    (random) => random.pick(['*/*', 'text/html', 'text/csv', '', 'application/json;q=0', ';;,']),
  ],
  [
    'prefer',
    0.1,
    (random) => random.pick(['wait=0', 'wait=-1', 'wait=9999999999', 'wait=', 'respond-async', ',,;']),
  ],
  ['idempotency-key', 0.15, idempotencyKey],
  ['origin', 0.03, (random) => random.pick(['null', 'https://evil.example', 'http://', '://', '\u00fc'])],
  ['expect', 0.01, (random) => random.pick(['100-continue', '200-ok'])],
  ['content-encoding', 0.02, (random) => random.pick(['gzip', 'br', 'x'])],
  ['upgrade', 0.01, () => 'websocket'],
  ['__proto__', 0.01, () => 'polluted'],
  ['x-forwarded-for', 0.03, () => '127.0.0.1'],
  ['if-none-match', 0.02, () => '*'],
  ['range', 0.02, () => 'bytes=0-,9-1'],
];

export function furtherHeaders(random: Random): [string, string][] {
  return FURTHER.filter(([, probability]) => random.chance(probability)).map(([name, , value]) => [
    name,
    value(random),
  ]);
}

function idempotencyKey(random: Random): string {
  if (random.chance(0.5)) return random.text(1 + random.below(40), BASE62);
  return random.pick(['', '"a"', 'x'.repeat(201), 'y'.repeat(7_000), '\u00fc']);
}

function languages(random: Random): string {
  const tag = () => random.pick(['de', 'de-AT', 'fr;q=0.1', '*', 'xx', 'sv;q=2', '', 'en-x-very-long', 'NL']);
  return Array.from({ length: random.below(40) }, tag).join(random.pick([',', ', ', ';']));
}
