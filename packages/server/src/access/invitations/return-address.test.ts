import { expect, test } from 'vitest';
import { mayReturnTo, returnAddressFault } from './return-address.ts';

const production = { transport: { trustProxy: [], plainHttpCallers: [] } };
const sandbox = { transport: { trustProxy: [], plainHttpCallers: ['127.0.0.0/8'] } };

test.each([
  ['https://p.example/cb', undefined],
  ['https://p.example:8443/cb?own=query', undefined],
  ['http://p.example/cb', 'is not https'],
  ['http://localhost:3000/cb', 'is not https'],
  ['javascript:alert(1)', 'is not https'],
  ['data:text/html,x', 'is not https'],
  ['myapp://cb', 'is not https'],
  ['//p.example/cb', 'is not an absolute address such as https://partner.example/connected'],
  ['/cb', 'is not an absolute address such as https://partner.example/connected'],
  ['https://p.example/cb#there', 'has a fragment (#), which never reaches a server'],
  ['https://p.example/cb#', 'has a fragment (#), which never reaches a server'],
  ['https://p.example/cb?kid=1', 'has a query with kid, which the answer adds'],
  ['https://p.example/cb?%65rror=1&sessionId', 'has a query with error, sessionId, which the answer adds'],
])('%s %s', (uri, fault) => {
  expect(returnAddressFault(production, uri)).toBe(fault);
});

test.each(['http://localhost:3000/cb', 'http://127.0.0.1/cb', 'http://[::1]:3000/cb'])(
  'a sandbox takes %s too, since the program under development is on the same machine',
  (uri) => {
    expect(returnAddressFault(sandbox, uri)).toBeUndefined();
    expect(returnAddressFault(sandbox, uri.replace('http:', 'ftp:'))).toBe('is not https');
  },
);

test('a sandbox takes no other plain address', () => {
  for (const uri of ['http://p.example/cb', 'http://localhost.p.example/cb', 'http://127.0.0.2/cb'])
    expect(returnAddressFault(sandbox, uri)).toBe('is not https');
});

test('an address is listed to the letter, and only an active company has one', () => {
  const company = {
    redirect_uris: ['https://p.example/cb'],
    status: 'ACTIVE' as const,
  };
  expect(mayReturnTo(company, 'https://p.example/cb')).toBe(true);
  expect(mayReturnTo(company, 'https://p.example/cb/')).toBe(false);
  expect(mayReturnTo({ ...company, redirect_uris: [] }, 'https://p.example/cb')).toBe(false);
  expect(mayReturnTo({ ...company, status: 'SUSPENDED' }, 'https://p.example/cb')).toBe(false);
  expect(mayReturnTo(undefined, 'https://p.example/cb')).toBe(false);
});
