import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from '@hearthgate/device/doubles';
import { afterAll, expect, test } from 'vitest';
import { StartupError } from '../startup-error.ts';
import type { TlsFiles } from './tls-files.ts';
import { TlsKeeper } from './tls-keeper.ts';

const folder = mkdtempSync(join(tmpdir(), 'hg-tls-'));
afterAll(() => rmSync(folder, { recursive: true }));
const [first, second] = [selfSigned('first'), selfSigned('second')];
const save = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const certFile = save('cert.pem', first.cert);
const keyFile = save('key.pem', first.key);
const sound: TlsFiles = { certFile, keyFile, caFile: undefined };

function keeper(files: TlsFiles = sound, now?: () => number) {
  const logged: string[] = [];
  const log = {
    info: (_: object, text: string) => void logged.push(text),
    warn: ({ reason }: { reason: string }, text: string) => void logged.push(`${text}: ${reason}`),
  } as unknown as ConstructorParameters<typeof TlsKeeper>[1];
  return { logged, keeper: new TlsKeeper(files, log, now) };
}

const YEARS_20_MS = 20 * 365 * 86_400_000;

test.each<[string, Partial<TlsFiles>, number, RegExp]>([
  ['is missing', { certFile: '/none.pem' }, 0, /MQTT_TLS_CERT_FILE is "\/none\.pem".*ENOENT/],
  ['has no key in it', { keyFile: certFile }, 0, /MQTT_TLS_KEY_FILE is .* no private key/],
  ['has no certificate in it', { certFile: keyFile }, 0, /MQTT_TLS_CERT_FILE is .* no certificate/],
  [
    'belongs to another key',
    { keyFile: save('other.pem', second.key) },
    0,
    /is not the one of the certificate/,
  ],
  ['has ended', {}, YEARS_20_MS, /ended at \d{4}-.*renew it/],
  ['has not begun', {}, -YEARS_20_MS, /begins at \d{4}-.*clock right/],
  ['is of another authority', { caFile: save('ca.pem', second.cert) }, 0, /has not signed the certificate/],
])(
  'a file that %s is refused with the setting that names it, and without the key',
  (_, files, ms, message) => {
    const make = () => keeper({ ...sound, ...files }, () => Date.now() + ms);
    expect(make).toThrow(StartupError);
    expect(make).toThrow(message);
    expect(make).not.toThrow(/BEGIN/);
  },
);

test('replaced files are taken over when they fit each other; until then the old stay, which is logged once', () => {
  const { keeper: kept, logged } = keeper();
  const told: string[] = [];
  kept.onReplaced(({ cert }) => told.push(cert));
  kept.look();
  expect(logged).toEqual([]);
  save('cert.pem', second.cert);
  kept.look();
  kept.look();
  expect(logged).toEqual([expect.stringMatching(/not replaced, the old one stays: .*not the one/)]);
  expect([kept.material.cert, told]).toEqual([first.cert, []]);
  save('key.pem', second.key);
  kept.look();
  expect(logged.slice(1)).toEqual(['mqtt certificate replaced']);
  expect([kept.material.cert, told]).toEqual([second.cert, [second.cert]]);
  save('cert.pem', '');
  kept.look();
  expect([kept.material.cert, logged.length]).toEqual([second.cert, 3]);
  save('cert.pem', first.cert);
  save('key.pem', first.key);
});
