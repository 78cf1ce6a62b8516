import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { selfSigned } from '../../../device/src/doubles/index.ts';
import { MqttConnection } from '../../src/platform/broker/mqtt-connection.ts';
import { mqttServerOf, type MqttServer } from '../../src/platform/broker/mqtt-server.ts';
import { ShardSession, type ShardSessionOptions } from '../../src/platform/broker/shard-session.ts';
import { createLog } from '../../src/platform/log.ts';
import { freePort } from '../harness/free-port.ts';
import { HAS_MOSQUITTO, runMosquitto, type RunningMosquitto } from '../harness/mosquitto.ts';

const SOON = { timeout: 10_000, interval: 10 };
const log = createLog('silent');
/** What a shard may hold, and one user of it. */
const SHARD_BYTES = 4 * 1_048_576;
const USER_BYTES = 256 * 1_024;

describe.skipIf(!HAS_MOSQUITTO)('a session of a shard at a real broker', () => {
  let folder: string;
  let broker: RunningMosquitto;
  let server: MqttServer;
  let secure: MqttServer;
  let client: MqttClient;
  let sessions: ShardSession[] = [];
  let shardNo = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hg-broker-'));
    const [port, tlsPort] = [await freePort(), await freePort()];
    const { cert, key } = selfSigned('localhost');
    await writeFile(join(folder, 'cert.pem'), cert);
    await writeFile(join(folder, 'key.pem'), key);
    const config = `
allow_anonymous true
max_inflight_messages 0
max_queued_messages 10000000
listener ${port} 127.0.0.1
listener ${tlsPort} 127.0.0.1
certfile ${folder}/cert.pem
keyfile ${folder}/key.pem
`;
    broker = await runMosquitto(folder, config, port);
    const plain = mqttServerOf(`mqtt://127.0.0.1:${port}`);
    const tls = mqttServerOf(`mqtts://127.0.0.1:${tlsPort}`, cert);
    if (!plain || !tls) throw new Error('no addresses');
    [server, secure] = [plain, tls];
    client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`);
  });
  afterAll(async () => {
    await client.endAsync();
    await broker.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await Promise.all(sessions.map((session) => session.end(true)));
    sessions = [];
    shardNo += 1;
  });

  /** Users `a` and `b` of this shard, subscribed when it resolves. */
  async function open(received: ShardSessionOptions['received'], change: Partial<ShardSessionOptions> = {}) {
    const opened = Promise.withResolvers<void>();
    const session = new ShardSession({
      server,
      clientId: `test-shard-${shardNo}`,
      users: async function* () {
        yield ['a', 'b'];
      },
      topicsOf: (user) => [`${shardNo}/${user}/#`],
      userOf: (topic) => topic.split('/')[1],
      received,
      opened: opened.resolve,
      overflowed: () => undefined,
      log,
      ...change,
    });
    sessions.push(session);
    await opened.promise;
    return session;
  }
  const say = (user: string, payload: string | Buffer, qos: 0 | 1 = 1) =>
    client.publishAsync(`${shardNo}/${user}/up`, payload, { qos });

  test('who is admitted while the session connects is heard, though not among the users that are read then', async () => {
    const seen: string[] = [];
    const opening = open((user) => {
      seen.push(user);
      return Promise.resolve();
    });
    // There is no connection yet.
    sessions.at(-1)?.admit('late');
    await opening;
    await say('late', 'here');
    await vi.waitFor(() => expect(seen).toEqual(['late']), SOON);
  });

  test('a session that waits for a broker which was away need not wait when another one got through', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(1);
    const target = { ...server, port: await freePort() };
    const failures: string[] = [];
    const opened = vi.fn<() => void>();
    const telling = createLog('warn', { write: (line: string) => void failures.push(line) });
    void open(() => Promise.resolve(), { server: target, opened, log: telling });
    const session = sessions.at(-1);
    // The next attempt is two seconds away.
    await vi.waitUntil(() => failures.length === 4, SOON);
    Object.assign(target, { port: server.port });
    const since = performance.now();
    session?.hurry();
    await vi.waitUntil(() => opened.mock.calls.length === 1, SOON);
    expect(performance.now() - since).toBeLessThan(1_900);
    random.mockRestore();
    // One that is connected stays so.
    session?.hurry();
    await say('a', 'here');
    expect(opened).toHaveBeenCalledTimes(1);
  });

  test('a message that was not taken over comes again, and one that was does not', async () => {
    const seen: string[] = [];
    await open(async (_user, _packet, payload) => {
      const text = payload.toString();
      if (!seen.includes(text) && text === 'bad') {
        seen.push(text);
        throw new Error('the database is away');
      }
      seen.push(text);
    });
    await say('a', 'good');
    await vi.waitUntil(() => seen.includes('good'), SOON);
    await say('a', 'bad');
    await say('b', 'later');
    await vi.waitUntil(
      () => seen.filter((text) => text === 'bad').length === 2 && seen.includes('later'),
      SOON,
    );
    expect(seen.filter((text) => text === 'good')).toHaveLength(1);
  });

  test('who takes a session over gets what the former holder did not acknowledge, in order', async () => {
    const first: string[] = [];
    await open((_user, _packet, payload) => {
      first.push(payload.toString());
      return new Promise(() => undefined);
    });
    for (let no = 0; no < 50; no += 1) await say('a', String(no));
    await vi.waitUntil(() => first.length === 50, SOON);
    // The former holder comes back only when it still has the lease: here it has not noticed, and is told to end.
    const [former] = sessions;
    const second: string[] = [];
    const taking = open(async (_user, _packet, payload) => void second.push(payload.toString()));
    await former?.end(true);
    await taking;
    await vi.waitUntil(() => second.length === 50, SOON);
    expect(second).toEqual(first);
  });

  test('a noisy user is dropped beyond its share, and the others go on', async () => {
    const overflowed = vi.fn<(user: string) => void>();
    const heard: string[] = [];
    const session = await open(
      (user) => {
        heard.push(user);
        return user === 'a' ? new Promise(() => undefined) : Promise.resolve();
      },
      { overflowed },
    );
    const piece = Buffer.alloc(16_384);
    await Promise.all(Array.from({ length: 40 }, () => say('a', piece)));
    await say('b', 'hello');
    await vi.waitUntil(() => heard.includes('b'), SOON);
    expect(overflowed).toHaveBeenCalledWith('a');
    expect(session.pendingBytes).toBeLessThanOrEqual(USER_BYTES);
    expect(heard.filter((user) => user === 'a').length).toBeLessThan(20);
  });

  test('no more is read than may wait, and everything is taken in the end', async () => {
    const let_go: (() => void)[] = [];
    let taken = 0;
    const users = Array.from({ length: 40 }, (_, no) => `user-${no}`);
    const session = await open(
      () => {
        taken += 1;
        return new Promise((resolve) => let_go.push(resolve));
      },
      {
        users: async function* () {
          yield users;
        },
      },
    );
    const piece = Buffer.alloc(200_000);
    await Promise.all(users.map((user) => say(user, piece)));
    await vi.waitUntil(() => session.pendingBytes > SHARD_BYTES, SOON);
    // What one read of the socket brought may still come.
    expect(session.pendingBytes).toBeLessThan(SHARD_BYTES + 2 * 200_512);
    expect(taken).toBeLessThan(users.length);
    while (taken < users.length || let_go.length > 0) {
      for (const resolve of let_go.splice(0)) resolve();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await vi.waitUntil(() => session.pendingBytes === 0, SOON);
  });

  test('what we send below topics that we read is not taken for a message', async () => {
    const seen: string[] = [];
    const session = await open(async (_user, _packet, payload) => void seen.push(payload.toString()));
    session.send(`${shardNo}/a/up`, '21');
    await say('a', 'end');
    await vi.waitUntil(() => seen.includes('end'), SOON);
    expect(seen).toEqual(['end']);
    // The device may well say the same itself.
    await say('a', '21');
    await vi.waitUntil(() => seen.includes('21'), SOON);
  });

  test('a broker is believed by its authority alone, and says why it does not take us', async () => {
    await MqttConnection.probe(secure, 'test-probe');
    await expect(MqttConnection.probe({ ...secure, ca: undefined }, 'test-probe')).rejects.toThrow(
      /self-signed certificate/,
    );
    await expect(MqttConnection.probe({ ...server, port: await freePort() }, 'test-probe')).rejects.toThrow(
      /ECONNREFUSED/,
    );
  });
});
