import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { createHouse, HouseGateway, VirtualEmsEsp } from '@hearthgate/device';
import { selfSigned } from '@hearthgate/device/doubles';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedBroker } from '../../src/platform/broker/embedded-broker.ts';
import { TlsKeeper } from '../../src/platform/broker/tls-keeper.ts';
import { createLog } from '../../src/platform/log.ts';
import { startOwnersSandbox } from '../harness/owners.ts';

const folder = mkdtempSync(join(tmpdir(), 'hg-mqtt-tls-'));
const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
const authority = selfSigned('authority');
const save = ({ cert, key }: { cert: string; key: string }) => {
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
};
let sandbox: Awaited<ReturnType<typeof startOwnersSandbox>>;
beforeAll(async () => {
  save(authority);
  sandbox = await startOwnersSandbox({
    MQTT_TLS_CERT_FILE: certFile,
    MQTT_TLS_KEY_FILE: keyFile,
    MQTT_TLS_CA_FILE: certFile,
    MQTT_TLS_PORT: '0',
  });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

interface Made {
  gatewayId: string;
  mqtt: { host: string; port: number; tls: boolean; ca: string; password: string };
}

/** Adds a gateway of one's own and answers what its owner is shown. */
async function own(name: string, gatewayType: string) {
  const owner = await sandbox.newOwner(name);
  const { body } = await owner.call<Made>('POST', '/owner/own-gateways', { gatewayType, brand: 'BUDERUS' });
  const { clock } = (await sandbox.call<{ clock: { now: string } }>('GET', '/sandbox')).body;
  const house = (kind: 'air-water-heat-pump' | 'ems-boiler') =>
    createHouse(kind, { seed: 1, startMs: Date.parse(clock.now), brand: 'BUDERUS' });
  const { gatewayId } = body;
  const { host, port, ca, password } = body.mqtt;
  const seen = async () => (await owner.call('GET', `/owner/gateways/${gatewayId}`)).body['connectivity'];
  return { ...body, options: { brokerUrl: `mqtts://${host}:${port}`, ca, password, gatewayId }, house, seen };
}

test('a house connects over TLS with nothing but what its owner was shown', async () => {
  const { mqtt: shown, options, house, seen } = await own('ann', 'K40');
  expect(shown).toMatchObject({ port: sandbox.app.mqttTlsPort, tls: true, ca: authority.cert });
  const gateway = new HouseGateway({ ...options, house: house('air-water-heat-pump') });
  await gateway.connect();
  await gateway.settled(10_000);
  await sandbox.settle();
  expect(await seen()).toBe('ONLINE');
  await gateway.end();
});

test('an EMS-ESP board does too', async () => {
  const { options, house, seen } = await own('ben', 'EMS_ESP');
  const board = new VirtualEmsEsp({ ...options, house: house('ems-boiler') });
  await board.connect();
  board.heartbeat();
  board.publish();
  await expect.poll(seen, { timeout: 10_000 }).toBe('ONLINE');
  board.unplug();
});

test('who trusts another authority does not send its password', async () => {
  const url = `mqtts://127.0.0.1:${sandbox.app.mqttTlsPort}`;
  const options = { username: 'any', password: 'any', reconnectPeriod: 0 };
  await expect(mqtt.connectAsync(url, { ...options, ca: selfSigned('x').cert }, false)).rejects.toThrow(
    /certificate/,
  );
  await expect(mqtt.connectAsync(url, { ...options, ca: authority.cert }, false)).rejects.toThrow('password');
});

test('TLS older than 1.2 is refused, and a replaced certificate ends no connection', async () => {
  const log = createLog('silent');
  const keeper = new TlsKeeper({ certFile, keyFile, caFile: undefined }, log);
  const broker = await startEmbeddedBroker(
    {
      host: '127.0.0.1',
      port: 0,
      tls: { host: '127.0.0.1', port: 0, keeper },
      userOf: (topic) => topic.split('/')[1],
      payloadMax: 1_000,
    },
    {
      authenticate: () => Promise.resolve(true),
      connected: () => undefined,
      disconnected: () => undefined,
      received: () => Promise.resolve(),
      subscribed: () => undefined,
      foreign: () => undefined,
    },
    log,
  );
  const port = broker.tlsPort ?? 0;
  const shown = async (options: ConnectionOptions = {}) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
    await once(socket, 'secureConnect');
    const { fingerprint256 } = socket.getPeerCertificate();
    socket.destroy();
    return fingerprint256;
  };
  // Old ciphers are allowed on this side, so that it is the broker that refuses.
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await expect(shown(old)).rejects.toThrow(/alert protocol version/);
  await expect(shown({ maxVersion: 'TLSv1.2' })).resolves.toBe(authority.fingerprint);

  const client = await mqtt.connectAsync(
    `mqtts://127.0.0.1:${port}`,
    { username: 'old', password: 'any', ca: authority.cert, reconnectPeriod: 0 },
    false,
  );
  const next = selfSigned('next');
  save(next);
  keeper.look();
  expect(await shown()).toBe(next.fingerprint);
  await client.publishAsync('gw/old/up', 'x', { qos: 1 });
  expect([client.connected, broker.counts().connections]).toEqual([true, 1]);
  // A handshake under way does not hold up the end.
  const silent = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
  silent.on('error', () => undefined);
  await broker.close();
  silent.destroy();
  await client.endAsync();
  save(authority);
});
