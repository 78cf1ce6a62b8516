import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  NewWebhook,
  newWebhookPrivateKey,
  newWebhookSecret,
  webhookPublicKey,
  signWebhook,
} from '@hearthgate/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../harness/free-port.ts';
import { startWebhookSandbox, type WebhookSandbox } from '../harness/webhooks.ts';
import { doSteps, fileOf, stepsOf } from '../harness/tour.ts';

const GUIDE = fileURLToPath(new URL('../../../../docs/guides/webhooks.md', import.meta.url));

type IsGenuine = (
  keys: readonly (string | undefined)[],
  headers: Readonly<Record<string, string>>,
  body: string,
  nowSeconds?: number,
) => boolean;

/** Everything that the guide shows is done here, as it stands there; only the ports are free ones. */
describe('the guide to webhooks', () => {
  let sandbox: WebhookSandbox;
  let guide: string;
  let directory: string;

  beforeAll(async () => {
    sandbox = await startWebhookSandbox();
    directory = await mkdtemp(join(tmpdir(), 'hg-guide-'));
    const port = await freePort();
    guide = (await readFile(GUIDE, 'utf8'))
      .replaceAll('http://127.0.0.1:8080', sandbox.app.url)
      .replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`)
      .replace('.listen(3000)', `.listen(${port})`);
    await writeFile(join(directory, 'verify.mjs'), fileOf(guide, 'verify.mjs'));
  });
  afterAll(async () => {
    await sandbox.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test('its calls answer as written', async () => {
    const steps = stepsOf(guide);
    expect(steps.filter(({ expected }) => expected.length > 0).length).toBeGreaterThan(7);
    await doSteps(steps, directory);
  });

  test('its program takes both kinds of signature, and nothing else', async () => {
    const { isGenuine } = (await import(pathToFileURL(join(directory, 'verify.mjs')).href)) as {
      isGenuine: IsGenuine;
    };
    const [secret, privateKey] = [newWebhookSecret(), newWebhookPrivateKey()];
    const publicKey = webhookPublicKey(privateKey);
    const body = '{"a":"ä"}';
    const signatures = [secret, privateKey].map((key) => signWebhook(key, 'evt_1', 1_000_000, body));
    const signed = {
      'webhook-id': 'evt_1',
      'webhook-timestamp': '1000',
      'webhook-signature': signatures.map((one) => one['webhook-signature']).join(' '),
    };
    const take = (key: string | undefined, headers = signed, text = body, at = 1_000) =>
      isGenuine([newWebhookSecret(), key], headers, text, at);
    for (const key of [secret, publicKey]) {
      expect(take(key)).toBe(true);
      expect(take(key, signed, `${body} `)).toBe(false);
      expect(take(key, { ...signed, 'webhook-id': 'evt_2' })).toBe(false);
      expect(take(key, signed, body, 1_301)).toBe(false);
      expect(take(key, { ...signed, 'webhook-signature': 'v1,AAAA v1a,AAAA' })).toBe(false);
    }
    expect(take(webhookPublicKey(newWebhookPrivateKey()))).toBe(false);
    expect(isGenuine([secret], {}, body)).toBe(false);
  });

  test('every field of a new endpoint is in the guide', () => {
    for (const name of Object.keys(NewWebhook.properties)) {
      // There is one version; nobody has to name it.
      if (name !== 'version') expect(guide).toContain(`| \`${name}\``);
    }
  });
});
