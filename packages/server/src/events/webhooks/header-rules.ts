import { WEBHOOK_HEADERS_MAX, WEBHOOK_HEADERS_MAX_BYTES } from '@hearthgate/wire';

/** RFC 9110: a token. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible characters of ASCII, with blanks and tabs between them. */
const VALUE = /^[!-~](?:[\t -~]*[!-~])?$/;
/** What belongs to the connection (RFC 9110, 7.6.1) or to the request that is sent. */
const TAKEN = new Set([
  'connection',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);
const TAKEN_FAMILIES = ['content-', 'proxy-', 'webhook-'];

/** Why these cannot be the static headers of an endpoint; names count in lower case. */
export function headerFaults(
  headers: Readonly<Record<string, string>>,
): { pointer: string; message: string }[] {
  const entries = Object.entries(headers);
  const faults = entries.flatMap(([name, value], at) => {
    const message = faultOf(name, value, entries.slice(0, at));
    return message === undefined ? [] : [{ pointer: pointerTo(name), message }];
  });
  const bytes = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0);
  if (entries.length > WEBHOOK_HEADERS_MAX)
    faults.push({ pointer: '/headers', message: `at most ${WEBHOOK_HEADERS_MAX} headers` });
  if (bytes > WEBHOOK_HEADERS_MAX_BYTES)
    faults.push({
      pointer: '/headers',
      message: `names and values together have ${bytes} bytes; at most ${WEBHOOK_HEADERS_MAX_BYTES}`,
    });
  return faults;
}

/** As they are kept and sent. */
export function normalHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function faultOf(
  name: string,
  value: string,
  before: readonly (readonly [string, string])[],
): string | undefined {
  const lower = name.toLowerCase();
  if (!NAME.test(name)) return 'is not the name of a header';
  if (TAKEN.has(lower) || TAKEN_FAMILIES.some((family) => lower.startsWith(family)))
    return 'is set by the server itself; choose another name';
  if (before.some(([other]) => other.toLowerCase() === lower)) return 'is there twice';
  // Line feeds would begin another header.
  if (!VALUE.test(value))
    return 'its value is not 1 or more visible ASCII characters, with blanks only between them';
  return undefined;
}

/** RFC 6901. */
function pointerTo(name: string): string {
  return `/headers/${name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
