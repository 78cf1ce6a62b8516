import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verifyInvitationReturn } from '@hearthgate/wire';
import { returnUrl } from './return-url.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const SIGNER = {
  kid: 'k1',
  sign: () => '',
  signText: (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
};
const KEYS = {
  keys: [
    {
      kty: 'OKP' as const,
      crv: 'Ed25519' as const,
      kid: 'k1',
      x: publicKey.export({ format: 'jwk' }).x ?? '',
      alg: 'EdDSA' as const,
      use: 'sig' as const,
    },
  ],
};
const SAID = { gatewayId: '101000005', contractStatus: 'ACTIVE' };

function returned(redirectUri: string, sessionId: string): string {
  return returnUrl(SIGNER, { redirect_uri: redirectUri, session_id: sessionId }, SAID);
}
function verified(url: string) {
  return verifyInvitationReturn(url.slice(url.indexOf('?')), KEYS, { maxAgeSeconds: 60 });
}

test('parameters stand in the documented order, after the own query', () => {
  const url = returned('https://p.example/cb?a=1&b=%20', 's');
  const [path, query = ''] = url.split('?');
  expect(path).toBe('https://p.example/cb');
  expect(query.split('&').map((each) => each.split('=', 1)[0])).toEqual([
    'a',
    'b',
    'gatewayId',
    'contractStatus',
    'sessionId',
    'timestamp',
    'kid',
    'signature',
  ]);
  expect(query.startsWith('a=1&b=%20&gatewayId=101000005&contractStatus=ACTIVE&sessionId=s&')).toBe(true);
});

test.each([
  ['https://p.example', 'https://p.example/?gatewayId='],
  ['https://p.example/cb', 'https://p.example/cb?gatewayId='],
  ['https://p.example/cb?', 'https://p.example/cb?gatewayId='],
  ['https://p.example/cb?a', 'https://p.example/cb?a&gatewayId='],
  ['https://p.example/cb?a=?b', 'https://p.example/cb?a=?b&gatewayId='],
  ['https://p.example/cb?a&', 'https://p.example/cb?a&gatewayId='],
  ["https://p.example/cb?a='ä b", 'https://p.example/cb?a=%27%C3%A4%20b&gatewayId='],
])('%s is joined with its answer', (redirectUri, start) => {
  const url = returned(redirectUri, 's');
  expect(url.startsWith(start)).toBe(true);
  expect(verified(url)).toMatchObject({ outcome: 'SHARED', gatewayId: '101000005' });
});

test('every session id comes back to the letter, over a browser that reads the address', () => {
  const sessionId = fc.string({ unit: 'binary', minLength: 1, maxLength: 512 });
  fc.assert(
    fc.property(sessionId, (given) => {
      const url = returned("https://p.example/cb?x=!'()*", given);
      // What a browser makes of the Location header is what the company gets, and what was signed.
      expect(new URL(url).href).toBe(url);
      expect(url).toMatch(/^[\x21-\x7e]+$/);
      expect(verified(url)).toEqual({ outcome: 'SHARED', ...SAID, sessionId: given });
    }),
    { numRuns: 500, examples: [[`it's (a) *star*!`], ['~-._ +%&=#?/"<>'], ['\u{1f600}\r\n\t\u2028']] },
  );
});
