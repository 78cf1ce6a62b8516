import { describe, expect, test } from 'vitest';
import { headerFaults, normalHeaders } from './header-rules.ts';

const messages = (headers: Record<string, string>) =>
  headerFaults(headers).map(({ pointer, message }) => `${pointer}: ${message}`);

describe('static headers of an endpoint', () => {
  test('may be any that are not sent anyway', () => {
    const headers = { Authorization: 'Bearer a b\tc', 'x-tenant': '7', cookie: 'a=b' };
    expect(headerFaults(headers)).toEqual([]);
    expect(headerFaults({})).toEqual([]);
    expect(normalHeaders(headers)).toEqual({
      authorization: 'Bearer a b\tc',
      'x-tenant': '7',
      cookie: 'a=b',
    });
  });

  test.each([
    ...['Connection', 'keep-alive', 'Proxy-Authorization', 'TE', 'trailer', 'Transfer-Encoding', 'upgrade'],
    ...['Host', 'user-agent', 'expect', 'http2-settings'],
    ...['Content-Type', 'content-length', 'webhook-id', 'Webhook-Signature', 'webhook-anything'],
  ])('may not be %s', (name) => {
    expect(messages({ [name]: 'x' })).toEqual([
      `/headers/${name}: is set by the server itself; choose another name`,
    ]);
  });

  test.each(['', 'a b', 'a:', 'ä', 'a\r\nb', '(a)'])('%j is no name', (name) => {
    expect(messages({ [name]: 'x' })).toEqual([`/headers/${name}: is not the name of a header`]);
  });

  test.each(['', ' x', 'x ', 'a\r\nwebhook-id: b', 'a\u0000b', 'a\u007fb', 'ä', '\t'])(
    '%j is no value',
    (value) => {
      expect(messages({ a: value })).toEqual([
        '/headers/a: its value is not 1 or more visible ASCII characters, with blanks only between them',
      ]);
    },
  );

  test('count in any case: the same name twice is refused', () => {
    expect(messages({ 'X-Tenant': '1', 'x-tenant': '2' })).toEqual(['/headers/x-tenant: is there twice']);
  });

  test('are ten at most, and 4 kB together', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`x-${at}`, 'x']));
    expect(messages(many(10))).toEqual([]);
    expect(messages(many(11))).toEqual(['/headers: at most 10 headers']);
    expect(messages({ a: 'x'.repeat(4_095) })).toEqual([]);
    expect(messages({ a: 'x'.repeat(4_096) })).toEqual([
      '/headers: names and values together have 4097 bytes; at most 4096',
    ]);
  });

  test('are named by a JSON pointer', () => {
    expect(headerFaults({ 'a/~b': 'x' })[0]?.pointer).toBe('/headers/a~1~0b');
  });
});
