import { broken } from './broken.ts';
import { contentType, forwardedFor, forwardedProto, furtherHeaders, host } from './headers.ts';
import { badKey, type KnownKeys } from './keys.ts';
import { BASE62, type Random } from '../random.ts';
import { anyTarget, partnerTarget } from './targets.ts';

/** One request as it goes over the wire. */
export interface Attack {
  readonly method: string;
  readonly target: string;
  /** The bytes, as Latin-1. */
  readonly text: string;
  /** Carries the valid key, alone, so that it may be answered with 2xx. */
  readonly hasValidKey: boolean;
  /** May not be HTTP at all: goes on a connection of its own, which may be closed without an answer. */
  readonly isBroken: boolean;
}

/** Where the company of the valid key calls from. */
const LISTED = '198.51.100.';
const VALID_SHARE = 0.25;
const BROKEN_SHARE = 0.08;

export function attack(random: Random, keys: KnownKeys): Attack {
  const hasValidKey = random.chance(VALID_SHARE);
  const method = methodOf(random, hasValidKey);
  const target = hasValidKey ? partnerTarget(random) : anyTarget(random);
  const headers: [string, string][] = [
    ['host', host(random)],
    ['x-forwarded-proto', forwardedProto(random)],
    ['x-forwarded-for', hasValidKey ? listedAddress(random) : forwardedFor(random)],
    ...(hasValidKey ? [keys.ok] : badKey(random, keys)).map((key): [string, string] => ['x-api-key', key]),
    ...furtherHeaders(random),
  ];
  const body = ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) ? bodyOf(random) : '';
  if (body !== '')
    headers.push(['content-type', contentType(random)], ['content-length', String(body.length)]);
  const text = requestText(`${method} ${target} HTTP/1.1`, headers) + body;
  const isBroken = !hasValidKey && random.chance(BROKEN_SHARE);
  return { method, target, text: isBroken ? broken(random, text) : text, hasValidKey, isBroken };
}

export function requestText(line: string, headers: readonly (readonly [string, string])[]): string {
  return `${line}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

export function listedAddress(random: Random): string {
  return LISTED + random.below(256);
}

/** The valid key neither makes nor removes anything. */
function methodOf(random: Random, hasValidKey: boolean): string {
  if (random.chance(0.75)) return 'GET';
  if (hasValidKey) return random.pick(['HEAD', 'PATCH', 'PUT', 'OPTIONS']);
  return random.pick(['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY']);
}

/** Never a change that could be carried out: the valid key sends them too. */
function bodyOf(random: Random): string {
  return random.pick<() => string>([
    () => '',
    () =>
      random.pick([
        '{',
        '}',
        'null',
        '[]',
        '0',
        '""',
        '{}',
        '{"a":}',
        '\u00ef\u00bb\u00bf{}',
        '{"a":1e999}',
        '[[[[',
      ]),
    () =>
      random.pick([
        '{"__proto__":{"a":1}}',
        '{"constructor":{"prototype":{}}}',
        '{"action":"NONE"}',
        '{"action":1}',
      ]),
    () => JSON.stringify({ operationMode: random.text(8, BASE62), manualRoomSetpoint: 'warm' }),
    () => `{"operationMode":"\\u0000","x":"${random.text(random.below(300), BASE62)}"}`,
    () => '['.repeat(1 + random.below(5_000)),
    () => `{"x":"${'y'.repeat(random.chance(0.05) ? 70_000 : random.below(2_000))}"}`,
    () => random.anyBytes(random.below(600)),
  ])();
}
