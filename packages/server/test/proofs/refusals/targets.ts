import { BASE62, DIGITS, type Random } from '../random.ts';

/** Paths of the API, and what nobody would call one. */
export function anyTarget(random: Random): string {
  if (random.chance(0.85)) return partnerTarget(random);
  return random.pick<() => string>([
    () => `/${random.text(random.below(300), `${BASE62}-._~!$&'()*+,;=:@`)}`,
    () => `/${random.text(1 + random.below(6_000), BASE62)}`,
    () =>
      random.pick(['/', '//', '//hvacs', '/hvacs/', '/hvacs//', '/.', '/..', '/../hvacs', '/%2e%2e/hvacs']),
    () =>
      random.pick(['/%zz', '/%', '/%E2%82', '/%00', '/hvacs%00', '/hvacs%2F101000001', '/__proto__', '/*']),
    () =>
      random.pick([
        'http://evil.example/hvacs',
        'https://127.0.0.1/hvacs',
        '*',
        '?x',
        '/hvacs#x',
        '/hvacs;x=1',
      ]),
    () => random.pick(['/sandbox', '/sandbox/inbox', '/about', '/docs/errors/nothing', '/docs/errors/%00']),
    () =>
      random.pick(['/.well-known/hearthgate-keys.json', '/health/live', '/health/ready', '/openapi.json']),
    () => `/${'\u00e9\u00fc\u00ff'.repeat(1 + random.below(20))}`,
  ])();
}

/** A call of a partner, about gateways, circuits, programs, commands and keys that mostly do not exist. */
export function partnerTarget(random: Random): string {
  const gateway = random.chance(0.2) ? '101000001' : segment(random, () => inventedGateway(random));
  const inner = segment(random, () => String(random.below(100_000)));
  const path = random.pick([
    '/hvacs',
    `/hvacs/${gateway}`,
    `/hvacs/${gateway}`,
    `/hvacs/${gateway}/heatingCircuits`,
    `/hvacs/${gateway}/heatingCircuits/${inner}`,
    `/hvacs/${gateway}/heatingCircuits/${inner}`,
    `/hvacs/${gateway}/heatingCircuits/1/timePrograms/${inner}`,
    `/hvacs/${gateway}/dhwCircuits/${inner}`,
    `/hvacs/${gateway}/commands/${random.chance(0.5) ? `cmd_${random.text(23, BASE62)}` : inner}`,
    '/contracts',
    `/contracts/${gateway}`,
    `/contracts/${gateway}/access`,
    `/contracts/${gateway}/consent/receipt`,
    '/api-keys',
    '/api-keys/me',
    '/api-keys/me',
    `/api-keys/${inner}`,
  ]);
  return random.chance(0.25) ? `${path}?${query(random)}` : path;
}

export function inventedGateway(random: Random): string {
  return `${2 + random.below(8)}${random.text(8, DIGITS)}`;
}

/** A path variable: mostly one of the right form that names nothing. */
function segment(random: Random, usual: () => string): string {
  if (random.chance(0.7)) return usual();
  return random.pick<() => string>([
    () => random.text(1 + random.below(30), DIGITS),
    () => random.text(1 + random.below(250), BASE62),
    () =>
      random.pick([
        '',
        '.',
        '..',
        '%2e%2e',
        '0',
        '-1',
        '1e9',
        '000000000',
        '2147483648',
        '4294967297',
        'NaN',
      ]),
    () => random.pick(['%2F', '101000001%2Fx', '%00', '%0d%0a', '%zz', '%E2%82', '%F0%9F%94%A5', '+', '%20']),
    () =>
      random.pick(['__proto__', 'constructor', '{}', '[]', '*', ':gatewayId', '(.*)', "'--", '"', '\\', '|']),
  ])();
}

function query(random: Random): string {
  const name = random.pick([
    'limit',
    'cursor',
    'status',
    'partnerUserId',
    'x',
    '__proto__',
    'limit[]',
    '%zz',
    '',
  ]);
  const value = random.pick<() => string>([
    () => String(random.below(1_000) - 250),
    () =>
      random.pick([
        '',
        '1e400',
        '9007199254740993',
        '-0',
        '0x10',
        'ACTIVE',
        'NaN',
        '%00',
        '%zz',
        '%FF',
        '1&limit=2',
      ]),
    () => Buffer.from(random.text(1 + random.below(40), `${DIGITS}{}[]":,-.e`)).toString('base64url'),
    () => random.text(random.below(2_000), BASE62),
  ])();
  return `${name}=${value}`;
}
