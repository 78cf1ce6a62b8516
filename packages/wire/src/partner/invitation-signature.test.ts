import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INVITATION_SIGNATURE, verifyInvitationReturn } from './invitation-signature.ts';

const NOW = 1_795_000_000_000;
const WAIT = { maxAgeSeconds: 300, nowMs: NOW };
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const x = publicKey.export({ format: 'jwk' }).x ?? '';
const KEYS = {
  keys: [{ kty: 'OKP', crv: 'Ed25519', kid: 'k1', x, alg: 'EdDSA', use: 'sig' }] as const,
} as unknown as Parameters<typeof verifyInvitationReturn>[1];

function signed(query: string): string {
  const signature = sign(null, Buffer.from(query), privateKey).toString('base64url');
  return `${query}${INVITATION_SIGNATURE}${signature}`;
}
const TAIL = `sessionId=s%201&timestamp=${NOW / 1000}&kid=k1`;
const SHARED = signed(`own=1&gatewayId=101000005&contractStatus=PENDING&${TAIL}`);

describe('the return of an invitation', () => {
  test('tells what was shared, whatever query the address had before', () => {
    const told = {
      outcome: 'SHARED',
      gatewayId: '101000005',
      contractStatus: 'PENDING',
      sessionId: 's 1',
    };
    expect(verifyInvitationReturn(SHARED, KEYS, WAIT)).toEqual(told);
    expect(verifyInvitationReturn(`?${SHARED}`, KEYS, WAIT)).toEqual(told);
    const nested = signed(`signature=a&x=&signature=b&gatewayId=101000005&contractStatus=PENDING&${TAIL}`);
    expect(verifyInvitationReturn(nested, KEYS, WAIT)).toEqual(told);
  });

  test('tells a refusal', () => {
    expect(verifyInvitationReturn(signed(`error=access_denied&${TAIL}`), KEYS, WAIT)).toEqual({
      outcome: 'REFUSED',
      sessionId: 's 1',
    });
  });

  test('is believed as long as it was told to be, and not from the future', () => {
    const at = (seconds: number) =>
      verifyInvitationReturn(SHARED, KEYS, { maxAgeSeconds: 300, nowMs: NOW + seconds * 1000 }).outcome;
    expect([at(300), at(-300)]).toEqual(['SHARED', 'SHARED']);
    const late = verifyInvitationReturn(SHARED, KEYS, { maxAgeSeconds: 300, nowMs: NOW + 300_001 });
    expect(late).toEqual({ outcome: 'INVALID', reason: 'NOT_NOW' });
    expect(at(-301)).toBe('INVALID');
  });

  test('is not believed when any one byte of it is another', () => {
    fc.assert(
      fc.property(fc.nat(SHARED.length - 1), fc.integer({ min: 33, max: 126 }), (at, code) => {
        const byte = String.fromCharCode(code);
        fc.pre(SHARED[at] !== byte);
        const changed = SHARED.slice(0, at) + byte + SHARED.slice(at + 1);
        expect(verifyInvitationReturn(changed, KEYS, WAIT).outcome).toBe('INVALID');
      }),
      { numRuns: 3_000 },
    );
  });

  test('is not believed when a byte was added or taken away', () => {
    for (let at = 1; at <= SHARED.length; at += 1) {
      const longer = `${SHARED.slice(0, at)}A${SHARED.slice(at)}`;
      expect(verifyInvitationReturn(longer, KEYS, WAIT).outcome).toBe('INVALID');
      const shorter = SHARED.slice(0, at - 1) + SHARED.slice(at);
      expect(verifyInvitationReturn(shorter, KEYS, WAIT).outcome).toBe('INVALID');
    }
  });

  const REFUSED: [string, string, string][] = [
    ['nothing', '', 'INCOMPLETE'],
    ['no signature', SHARED.split('&signature=', 1)[0] ?? '', 'INCOMPLETE'],
    ['a key that the server does not have', signed(TAIL.replace('k1', 'k2')), 'KEY_UNKNOWN'],
    ['no key', signed('gatewayId=1&contractStatus=ACTIVE&sessionId=1'), 'KEY_UNKNOWN'],
    ['two keys', signed(`${TAIL}&kid=k1`), 'KEY_UNKNOWN'],
    ['two sessions', signed(`sessionId=other&error=access_denied&${TAIL}`), 'INCOMPLETE'],
    ['two gateways', signed(`gatewayId=1&gatewayId=2&contractStatus=ACTIVE&${TAIL}`), 'INCOMPLETE'],
    ['neither gateway nor error', signed(TAIL), 'INCOMPLETE'],
    ['another error', signed(`error=other&${TAIL}`), 'INCOMPLETE'],
    ['no time', signed('error=access_denied&sessionId=1&kid=k1'), 'NOT_NOW'],
    ['a time that is none', signed('error=access_denied&sessionId=1&timestamp=now&kid=k1'), 'NOT_NOW'],
    ['an empty signature', `error=access_denied&${TAIL}&signature=`, 'SIGNATURE_WRONG'],
  ];
  test.each(REFUSED)('with %s is not believed', (_, query, reason) => {
    expect(verifyInvitationReturn(query, KEYS, WAIT)).toEqual({ outcome: 'INVALID', reason });
  });

  test('another text of the same signature bytes is not believed', () => {
    // The last character of 86 carries two bits that mean nothing.
    const last = SHARED.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = alphabet[alphabet.indexOf(last) + 1] ?? '';
    const bytes = (text: string) => Buffer.from(text.slice(text.lastIndexOf('=') + 1), 'base64url');
    const changed = SHARED.slice(0, -1) + twin;
    expect(bytes(changed)).toEqual(bytes(SHARED));
    expect(verifyInvitationReturn(changed, KEYS, WAIT).outcome).toBe('INVALID');
    expect(verifyInvitationReturn(`${SHARED}=`, KEYS, WAIT).outcome).toBe('INVALID');
  });
});
