import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { callerAddress, isListed, isSecure, parseAddress, parseRange } from './caller-address.ts';

const PROXIES = ['10.0.0.0/8', 'fd00::1'];

function requestFrom(
  remoteAddress: string | undefined,
  headers: Record<string, string> = {},
  socket = new Socket(),
) {
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  const request = new IncomingMessage(socket);
  request.headers = headers;
  return request;
}

test.each([
  ['a direct caller is itself', '203.0.113.7', undefined, '203.0.113.7'],
  ['a direct caller cannot say who it is', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['a proxy tells its caller', '10.0.0.1', '203.0.113.7', '203.0.113.7'],
  [
    'what stands left of the last foreign hop is invented',
    '10.0.0.1',
    '127.0.0.1, 203.0.113.7',
    '203.0.113.7',
  ],
  ['trusted hops on the right are passed', '10.0.0.1', '1.1.1.1,203.0.113.7 , 10.9.9.9', '203.0.113.7'],
  ['a mapped proxy is a proxy', '::ffff:10.0.0.1', '203.0.113.7', '203.0.113.7'],
  ['a mapped caller is unmapped', '::ffff:203.0.113.7', undefined, '203.0.113.7'],
  ['a mapped hop is unmapped', '10.0.0.1', '::ffff:203.0.113.7', '203.0.113.7'],
  ['an IPv6 proxy is one too', 'fd00::1', '2001:DB8::0:7', '2001:db8::7'],
  ['nothing is believed beyond a malformed hop', '10.0.0.1', '203.0.113.7, unknown', '10.0.0.1'],
  ['an empty list names nobody', '10.0.0.1', '', '10.0.0.1'],
  ['trusted hops alone name nobody', '10.0.0.1', '10.0.0.2', '10.0.0.1'],
  ['a closed socket has no address', undefined, '203.0.113.7', ''],
])('%s', (_, socket, forwarded, caller) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  expect(callerAddress(requestFrom(socket, headers), PROXIES)).toBe(caller);
});

test('without trusted proxies no header is believed', () => {
  const request = requestFrom('10.0.0.1', { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' });
  expect(callerAddress(request, [])).toBe('10.0.0.1');
  expect(isSecure(request, [])).toBe(false);
});

test('a connection is secure by its own TLS or by the word of a trusted proxy', () => {
  expect(isSecure(requestFrom('203.0.113.7', {}, new TLSSocket(new Socket())), [])).toBe(true);
  expect(isSecure(requestFrom('10.0.0.1', { 'x-forwarded-proto': 'https' }), PROXIES)).toBe(true);
  expect(isSecure(requestFrom('10.0.0.1', { 'x-forwarded-proto': 'http' }), PROXIES)).toBe(false);
  expect(isSecure(requestFrom('203.0.113.7', { 'x-forwarded-proto': 'https' }), PROXIES)).toBe(false);
});

const LIST = ['192.0.2.0/24', '2001:db8::/32', '198.51.100.7', '2001:db9::7', '2001:dba::100/120'];

test.each([
  '192.0.2.255',
  '::ffff:192.0.2.1',
  '2001:db8:1::1',
  '198.51.100.7',
  '2001:db9::7',
  '2001:dba::1ff',
])('a list of both families holds %s', (address) => {
  expect(isListed(address, LIST)).toBe(true);
});

test.each(['192.0.3.0', '198.51.100.8', '2001:db9::8', '2001:dba::200', '', 'localhost'])(
  'a list of both families does not hold "%s"',
  (address) => {
    expect(isListed(address, LIST)).toBe(false);
  },
);

test('an empty list holds nobody, and a range of one family none of the other', () => {
  expect(isListed('192.0.2.1', [])).toBe(false);
  expect(isListed('192.0.2.1', ['::/0'])).toBe(false);
});

test('ranges of mapped addresses list the addresses they stand for', () => {
  expect(isListed('192.0.2.1', ['::ffff:192.0.2.1'])).toBe(true);
  expect(isListed('192.0.2.200', ['::ffff:192.0.2.0/120'])).toBe(true);
  expect(isListed('192.0.3.1', ['::ffff:192.0.2.0/120'])).toBe(false);
});

test.each([
  '',
  '10.0.0',
  '10',
  '10.0.0.256',
  '0x7f.0.0.1',
  'localhost',
  '10.0.0.0/33',
  '::1/129',
  '10.0.0.1:80',
  '1.2.3.4 ',
])('refuses "%s" as address and range', (text) => {
  expect(parseAddress(text)).toBeUndefined();
  expect(parseRange(text)).toBeUndefined();
});
