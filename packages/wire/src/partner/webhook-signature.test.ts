import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import {
  SIGNATURE_TOLERANCE_SECONDS,
  newWebhookPrivateKey,
  newWebhookSecret,
  signWebhook,
  verifyWebhook,
  webhookPublicKey,
} from './webhook-signature.ts';

const NOW = 1_768_458_600_123;
const SECRET = newWebhookSecret();
const BODY = '{"temperature":"21 °C"}';
const HEADERS = signWebhook(SECRET, 'evt_1', NOW, BODY);
const LIMIT_MS = SIGNATURE_TOLERANCE_SECONDS * 1000;

test('the library of Standard Webhooks accepts our signature', () => {
  const headers = signWebhook(SECRET, 'evt_1', Date.now(), BODY);
  expect(new Webhook(SECRET).verify(BODY, { ...headers })).toEqual(JSON.parse(BODY));
  expect(() => new Webhook(SECRET).verify(`${BODY} `, { ...headers })).toThrow('No matching signature');
});

test('we accept a signature of the library of Standard Webhooks', () => {
  const signature = new Webhook(SECRET).sign('evt_1', new Date(NOW), BODY);
  expect(signature).toBe(HEADERS['webhook-signature']);
  expect(verifyWebhook(SECRET, { ...HEADERS, 'webhook-signature': signature }, BODY, NOW)).toBe(true);
});

interface Change {
  readonly body?: string;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}
const SIGNATURE = HEADERS['webhook-signature'];
const REFUSED: [string, Change][] = [
  ['another body', { body: BODY.replace('21', '22') }],
  ['another id', { headers: { 'webhook-id': 'evt_2' } }],
  ['another timestamp', { headers: { 'webhook-timestamp': String(Math.floor(NOW / 1000) + 1) } }],
  ['a timestamp that is none', { headers: { 'webhook-timestamp': 'now' } }],
  ['another version', { headers: { 'webhook-signature': SIGNATURE.replace('v1', 'v2') } }],
  ['a shortened signature', { headers: { 'webhook-signature': SIGNATURE.slice(0, -8) } }],
  ['an empty signature', { headers: { 'webhook-signature': 'v1,' } }],
  ['no id', { headers: { 'webhook-id': undefined } }],
  ['no timestamp', { headers: { 'webhook-timestamp': undefined } }],
  ['no signature', { headers: { 'webhook-signature': undefined } }],
  ['another secret', { secret: newWebhookSecret() }],
];

test.each(REFUSED)('refuses %s', (_, { secret = SECRET, headers = {}, body = BODY }) => {
  expect(verifyWebhook(SECRET, { ...HEADERS }, BODY, NOW)).toBe(true);
  expect(verifyWebhook(secret, { ...HEADERS, ...headers }, body, NOW)).toBe(false);
});

test('refuses a message that is too old or from the future', () => {
  const signedAt = Number(HEADERS['webhook-timestamp']) * 1000;
  for (const offset of [-LIMIT_MS, LIMIT_MS]) {
    expect(verifyWebhook(SECRET, { ...HEADERS }, BODY, signedAt + offset)).toBe(true);
    expect(verifyWebhook(SECRET, { ...HEADERS }, BODY, signedAt + offset + Math.sign(offset))).toBe(false);
  }
});

test('one right signature among several is enough, so that secrets can rotate', () => {
  const old = signWebhook(newWebhookSecret(), 'evt_1', NOW, BODY)['webhook-signature'];
  const both = { ...HEADERS, 'webhook-signature': `${old} ${HEADERS['webhook-signature']}` };
  expect(verifyWebhook(SECRET, both, BODY, NOW)).toBe(true);
  expect(verifyWebhook(SECRET, { ...HEADERS, 'webhook-signature': `${old} ${old}` }, BODY, NOW)).toBe(false);
});

test('a new secret has 256 bits and is never given twice', () => {
  const secrets = [newWebhookSecret(), newWebhookSecret()];
  for (const secret of secrets) {
    expect(secret).toMatch(/^whsec_/);
    expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
  }
  expect(secrets[0]).not.toBe(secrets[1]);
});

describe('Ed25519', () => {
  const privateKey = newWebhookPrivateKey();
  const publicKey = webhookPublicKey(privateKey) ?? '';
  const signed = signWebhook(privateKey, 'evt_1', NOW, BODY);

  test('the keys have the form of Standard Webhooks, and none is given twice', () => {
    const bytes = (text: string, prefix: string) => Buffer.from(text.slice(prefix.length), 'base64');
    expect([privateKey.slice(0, 5), publicKey.slice(0, 5)]).toEqual(['whsk_', 'whpk_']);
    expect(bytes(privateKey, 'whsk_')).toHaveLength(32);
    expect(bytes(publicKey, 'whpk_')).toHaveLength(32);
    expect(webhookPublicKey(privateKey)).toBe(publicKey);
    expect(newWebhookPrivateKey()).not.toBe(privateKey);
    expect(webhookPublicKey(SECRET)).toBeUndefined();
  });

  test('node:crypto alone accepts the signature: the library of Standard Webhooks knows HMAC only', () => {
    const [version, signature = ''] = signed['webhook-signature'].split(',');
    const spki = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(publicKey.slice('whpk_'.length), 'base64'),
    ]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const isRight = (body: string) =>
      verify(
        null,
        Buffer.from(`evt_1.${signed['webhook-timestamp']}.${body}`),
        key,
        Buffer.from(signature, 'base64'),
      );
    expect([version, isRight(BODY), isRight(`${BODY} `)]).toEqual(['v1a', true, false]);
  });

  test('we accept it with the public key, and nothing that was changed', () => {
    expect(verifyWebhook(publicKey, { ...signed }, BODY, NOW)).toBe(true);
    expect(verifyWebhook(publicKey, { ...signed }, `${BODY} `, NOW)).toBe(false);
    expect(verifyWebhook(publicKey, { ...signed, 'webhook-id': 'evt_2' }, BODY, NOW)).toBe(false);
    const other = webhookPublicKey(newWebhookPrivateKey()) ?? '';
    expect(verifyWebhook(other, { ...signed }, BODY, NOW)).toBe(false);
    const asHmac = { ...signed, 'webhook-signature': signed['webhook-signature'].replace('v1a', 'v1') };
    expect(verifyWebhook(publicKey, asHmac, BODY, NOW)).toBe(false);
    expect(verifyWebhook(publicKey, { ...signed, 'webhook-signature': 'v1a,AAAA' }, BODY, NOW)).toBe(false);
  });
});

test('while a secret is changed, receivers with the old and with the new one accept the same message', () => {
  const [old, fresh] = [newWebhookSecret(), newWebhookSecret()];
  const [one, other] = [fresh, old].map((secret) => signWebhook(secret, 'evt_1', Date.now(), BODY));
  const signature = `${one?.['webhook-signature']} ${other?.['webhook-signature']}`;
  const headers = { ...one, 'webhook-signature': signature } as Record<string, string>;
  for (const secret of [old, fresh])
    expect(new Webhook(secret).verify(BODY, headers)).toEqual(JSON.parse(BODY));
  expect(() => new Webhook(newWebhookSecret()).verify(BODY, headers)).toThrow('No matching signature');
});
