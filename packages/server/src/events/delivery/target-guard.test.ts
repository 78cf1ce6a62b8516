import type { LookupAddress, LookupOptions } from 'node:dns';
import { expect, test } from 'vitest';
import { guardedLookup, targetFault } from './target-guard.ts';

const PRODUCTION = { allowLoopback: false };
const SANDBOX = { allowLoopback: true };

function lookup(name: string, rules: typeof SANDBOX, options: LookupOptions = { all: true }) {
  return new Promise<string | LookupAddress[]>((found, failed) => {
    guardedLookup(rules)(name, options, (error, address) => (error ? failed(error) : found(address)));
  });
}

test.each([
  'https://hooks.example.org/heating?tenant=1',
  'https://hooks.example.org:443',
  'https://hooks.example.org:8443',
  'https://8.8.8.8/hook',
  'https://[2606:4700::1111]:8443/hook',
])('%s can be an endpoint', (url) => {
  expect(targetFault(url, PRODUCTION)).toBeUndefined();
  expect(targetFault(url, SANDBOX)).toBeUndefined();
});

/** Private, link-local, shared, reserved, mapped and translated addresses, in every spelling of a URL. */
const PRIVATE = [
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '192.0.2.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '0xa000001',
  '012.0.0.1',
  '10.1',
  '10.0.0.1.',
  '[::]',
  '[fe80::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[::ffff:10.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::a00:1]',
  '[2002:a00:1::]',
];
test.each(PRIVATE)('refuses %s as not public, in a sandbox too', (host) => {
  for (const rules of [PRODUCTION, SANDBOX]) {
    expect(targetFault(`https://${host}/hook`, rules)).toBe('the address is not a public one');
    expect(targetFault(`http://${host}/hook`, rules)).toBe('must be https on port 443 or 8443');
  }
});

test.each(['127.0.0.1', '127.8.8.8', '2130706433', '[::1]', '[::ffff:127.0.0.1]'])(
  'lets only a sandbox send to this machine: %s',
  (host) => {
    expect(targetFault(`https://${host}/hook`, PRODUCTION)).toBe('the address is not a public one');
    expect(targetFault(`https://${host}/hook`, SANDBOX)).toBeUndefined();
    expect(targetFault(`http://${host}:3000/hook`, SANDBOX)).toBeUndefined();
    expect(targetFault(`http://${host}/hook`, PRODUCTION)).toBe('must be https on port 443 or 8443');
  },
);

test.each([
  'http://hooks.example.org',
  'https://hooks.example.org:80',
  'https://hooks.example.org:22',
  'ftp://hooks.example.org',
  'file:///etc/passwd',
  'ftp://localhost',
])('refuses %s for its protocol or port, in a sandbox too', (url) => {
  expect(targetFault(url, PRODUCTION)).toBe('must be https on port 443 or 8443');
  expect(targetFault(url, SANDBOX)).toBe('must be https on port 443 or 8443');
});

test.each([
  'https://user@hooks.example.org',
  'https://:secret@hooks.example.org',
  'http://a:b@localhost:3000',
])('refuses credentials in %s', (url) => {
  expect(targetFault(url, SANDBOX)).toBe('user names and passwords do not belong into the URL');
});

test.each(['', '/hook', 'hooks.example.org', 'https://', 'https://10.0.0.256'])('"%s" is no URL', (url) => {
  expect(targetFault(url, SANDBOX)).toBe('not an absolute URL');
});

test('a name is taken as it is, and refused when it leads to this machine', async () => {
  expect(targetFault('https://localhost', PRODUCTION)).toBeUndefined();
  await expect(lookup('localhost', PRODUCTION)).rejects.toThrow(
    'localhost does not lead to a public address',
  );
});

test('in a sandbox a name may lead to this machine', async () => {
  const all = await lookup('localhost', SANDBOX);
  expect(all).toContainEqual(
    expect.objectContaining({ address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) }),
  );
  expect(await lookup('localhost', SANDBOX, {})).toMatch(/^(127\.0\.0\.1|::1)$/);
  expect(await lookup('localhost', SANDBOX, { family: 4 })).toBe('127.0.0.1');
});

test.each(['10.0.0.1', '169.254.169.254', 'fe80::1', '::ffff:10.0.0.1'])(
  'what leads to %s is refused when connecting, in a sandbox too',
  async (address) => {
    await expect(lookup(address, PRODUCTION)).rejects.toThrow('does not lead to a public address');
    await expect(lookup(address, SANDBOX)).rejects.toThrow('does not lead to a public address');
  },
);

test('a public address is connected to', async () => {
  expect(await lookup('8.8.8.8', PRODUCTION, {})).toBe('8.8.8.8');
});
