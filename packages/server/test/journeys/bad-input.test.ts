import { connect } from 'node:net';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const SOON = { timeout: 10_000, interval: 10 };

/** Wrong requests and broken gateways get a clear answer, and nothing is lost or written. */
describe('bad input', () => {
  let sandbox: TestSandbox;
  const circuit = '/hvacs/101000001/heatingCircuits/1';

  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());

  const patch = async (body: unknown, headers: Record<string, string> = {}) => {
    sandbox.passTime(60_000);
    const answer = await sandbox.call<{ code: string; errors?: { pointer: string; message: string }[] }>(
      'PATCH',
      circuit,
      {
        body,
        headers,
      },
    );
    return { status: answer.status, ...answer.body };
  };

  test.each([
    ['broken JSON', '{"operationMode":', ''],
    ['a wrong type', { manualRoomSetpoint: 'warm' }, '/manualRoomSetpoint'],
    ['a number as text', { manualRoomSetpoint: '22.5' }, '/manualRoomSetpoint'],
    ['an unknown word', { operationMode: 'WARM' }, '/operationMode'],
    ['an empty change', {}, ''],
    ['a list', [], ''],
  ])('%s is 400 and names the place', async (_name, body, pointer) => {
    const answer = await patch(body);
    expect([answer.status, answer.code]).toEqual([400, 'request-invalid']);
    expect(answer.errors?.[0]?.pointer).toBe(pointer);
    expect(answer.errors?.[0]?.message).toBeTruthy();
  });

  test('an unknown field is 400 and named, so that a typing error never passes silently', async () => {
    const answer = await patch({ manualRoomSetpoint: 21, manualRoomSetPoint: 22 });
    expect(answer.status).toBe(400);
    expect(answer.errors).toEqual([{ pointer: '/manualRoomSetPoint', message: 'unknown field' }]);
  });

  test.each([
    ['a NUL in a query', 'GET', '/sandbox/mailbox?to=%00', undefined, '/query/to'],
    [
      'a NUL in a body',
      'POST',
      '/sandbox/consents',
      { version: '2031-01', texts: { en: 'a\0b' } },
      '/texts/en',
    ],
    [
      'half of a surrogate pair',
      'POST',
      '/sandbox/consents',
      { version: '2031-01', texts: { en: 'a\ud800' } },
      '/texts/en',
    ],
  ])('%s is 400 and names the place, since it cannot be stored', async (_in, method, path, body, pointer) => {
    const answer = await sandbox.call(method, path, { key: null, ...(body && { body }) });
    expect([answer.status, answer.body['errors']]).toMatchObject([400, [{ pointer }]]);
  });

  test('two megabytes are 413', async () => {
    expect(await patch(JSON.stringify({ a: 'x'.repeat(2_000_000) }))).toMatchObject({
      status: 413,
      code: 'body-too-large',
    });
  });

  test('another media type is 415', async () => {
    expect(await patch('<a/>', { 'content-type': 'text/xml' })).toMatchObject({
      status: 415,
      code: 'media-type-unsupported',
    });
    expect(await patch('a=1', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({
      status: 415,
    });
  });

  test.each(['1.35', '0', '2', 'x'])('x-api-version %s is 400', async (version) => {
    expect(await patch({ operationMode: 'AUTO' }, { 'x-api-version': version })).toMatchObject({
      status: 400,
      code: 'version-unsupported',
      supported: ['1'],
    });
  });

  test('unknown paths, methods, circuits and cursors', async () => {
    const code = async (method: string, path: string) => {
      sandbox.passTime(10_000);
      const { status, body } = await sandbox.call(method, path);
      return [status, body['code']];
    };
    expect(await code('GET', '/nothing')).toEqual([404, 'not-found']);
    expect(await code('POST', '/hvacs')).toEqual([405, 'method-not-allowed']);
    expect(await code('GET', '/hvacs/101000001/heatingCircuits/7')).toEqual([404, 'not-found']);
    expect(await code('GET', '/hvacs/101000001/heatingCircuits/x')).toEqual([404, 'not-found']);
    expect(await code('GET', '/contracts?cursor=zzz')).toEqual([400, 'request-invalid']);
    expect(await code('GET', '/contracts?limit=0')).toEqual([400, 'request-invalid']);
    expect(await code('GET', '/contracts?colour=red')).toEqual([400, 'request-invalid']);
    expect(await code('GET', '/%zz')).toEqual([404, 'not-found']);
  });

  test('a method that the framework has its own opinion about is no fault of the server', async () => {
    expect((await sandbox.call('QUERY', '/hvacs')).status).toBe(415);
    expect((await sandbox.call('PROPFIND', '/hvacs')).status).toBe(405);
  });

  test('what is not HTTP gets a problem document too, and the connection ends', async () => {
    const answer = async (text: string) => {
      const socket = connect(Number(new URL(sandbox.app.url).port), '127.0.0.1');
      let received = '';
      socket.on('data', (chunk) => (received += chunk.toString()));
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.write(text);
      await closed;
      return [received.split(' ', 2)[1], /"code":"([a-z-]+)"/.exec(received)?.[1]];
    };
    expect(await answer('BREW /hvacs HTTP/1.1\r\n\r\n')).toEqual(['400', 'request-invalid']);
    const large = `GET /hvacs HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`;
    expect(await answer(large)).toEqual(['431', 'headers-too-large']);
  });

  test('nothing of it became a command', async () => {
    const { rows } = await sandbox.pool.query('SELECT * FROM commands');
    expect(rows).toEqual([]);
  });

  test('plain HTTP is refused for who is not on the list, and TLS at a trusted proxy counts', async () => {
    const strict = await startSandbox({ SANDBOX_CALLERS: '192.0.2.1', TRUST_PROXY: '127.0.0.1' });
    const code = async (headers: Record<string, string>) =>
      (await strict.call('GET', '/hvacs', { key: null, headers })).body['code'];
    expect(await code({})).toBe('https-required');
    expect(await code({ 'x-forwarded-for': '192.0.2.1, 203.0.113.5' })).toBe('https-required');
    expect(await code({ 'x-forwarded-for': '203.0.113.5', 'x-forwarded-proto': 'https' })).toBe(
      'api-key-missing',
    );
    expect((await strict.call('GET', '/sandbox', { key: null })).status).toBe(404);
    await strict.stop();
  });

  test('a foreign Host or Origin does not reach a sandbox', async () => {
    const origin = await sandbox.call('GET', '/sandbox', { headers: { origin: 'https://evil.example' } });
    expect(origin.status).toBe(400);
  });

  describe('from gateways', () => {
    const connectAs = (user: string, password: string) =>
      mqtt.connectAsync(
        sandbox.world.mqttUrl,
        { username: user, password, clientId: 'x', reconnectPeriod: 0 },
        false,
      );

    test('a wrong password and an unknown gateway are refused alike', async () => {
      const refusal = (user: string) =>
        connectAs(user, 'wrong').then(
          () => 'none',
          (error: Error) => error.message,
        );
      const wrong = await refusal('101000003');
      // Mosquitto has the other word for it.
      expect(wrong).toMatch(/Bad username or password|Not authorized/);
      expect(await refusal('999999999')).toBe(wrong);
    });

    test('garbage bytes on the MQTT port end that connection alone', async () => {
      const socket = connect(Number(new URL(sandbox.world.mqttUrl).port), '127.0.0.1');
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.on('error', () => undefined);
      socket.write(Buffer.from('ffffffffffffffffffffffffffff', 'hex'));
      await closed;
      expect((await sandbox.call('GET', '/hvacs/101000001')).status).toBe(200);
    });

    test('a publish into the jail of another gateway changes nothing there', async () => {
      const victim = '101000001';
      sandbox.passTime(60_000);
      const before = await sandbox.call('GET', circuit);
      const own = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
        'POST',
        '/sandbox/gateways',
        {
          body: { profile: 'none' },
        },
      );
      const client = await connectAs(own.body.gatewayId, own.body.mqttPassword);
      const heard: string[] = [];
      client.on('message', (topic) => heard.push(topic));
      await client.subscribeAsync(`gw/${victim}/#`, { qos: 1 });
      await client.subscribeAsync('#', { qos: 1 });
      const report = {
        boot: 'evil',
        seq: 1,
        at: new Date(sandbox.app.domains.access.clock.now()).toISOString(),
        values: { '/heatingCircuits/hc1/roomtemperature': 50 },
      };
      await client.publishAsync(`gw/${victim}/up/report`, JSON.stringify(report), { qos: 1 });
      await client.publishAsync('homeassistant/sensor/x/config', '{}', { qos: 1, retain: true });
      expect(client.connected).toBe(true);
      await sandbox.advance('PT20M');
      const after = await sandbox.call('GET', circuit);
      expect(after.body['roomTemperature']).toBeLessThan(30);
      expect(before.status).toBe(200);
      const { rows } = await sandbox.pool.query("SELECT * FROM report_marks WHERE boot = 'evil'");
      expect(rows).toEqual([]);
      // Its own are another matter.
      expect(heard.filter((topic) => !topic.startsWith(`gw/${own.body.gatewayId}/`))).toEqual([]);
      await client.endAsync();
    });

    test('unreadable messages are acknowledged, kept as dead letters, and the gateway goes on', async () => {
      const own = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
        'POST',
        '/sandbox/gateways',
        {
          body: { profile: 'none' },
        },
      );
      const id = own.body.gatewayId;
      const client = await connectAs(id, own.body.mqttPassword);
      const acks: unknown[] = [];
      client.on('message', (_topic, payload) => acks.push(JSON.parse(payload.toString())));
      await client.subscribeAsync(`gw/${id}/down/ack`, { qos: 1 });
      const publish = async (kind: string, payload: string) => {
        await client.publishAsync(`gw/${id}/up/${kind}`, payload, { qos: 1 });
        await sandbox.heard();
      };
      await publish('report', 'not json');
      await publish('report', JSON.stringify({ boot: 'b', seq: 'one' }));
      await publish('hello', JSON.stringify({ protocol: 9 }));
      await publish('nonsense', '{}');
      const at = new Date(sandbox.app.domains.access.clock.now()).toISOString();
      await publish('report', JSON.stringify({ boot: 'b', seq: 1, at: 'yesterday', values: {} }));
      // What the database cannot keep: of a description nothing, of a report the other values.
      const mode = '/heatingCircuits/hc1/operationMode';
      for (const word of ['a\0b', 'a\ud800'])
        await publish(
          'describe',
          JSON.stringify({ leaves: [{ id: mode, type: 'string', allowedValues: [word] }] }),
        );
      const values = { '/heatingCircuits/hc1/roomtemperature': 21.3, [mode]: 'a\ud800' };
      await publish('report', JSON.stringify({ boot: 'b', seq: 2, at, values }));
      expect(client.connected).toBe(true);
      await vi.waitUntil(() => acks.length > 1, SOON);
      await client.endAsync();
      expect(acks).toEqual([
        { boot: 'b', seq: 1 },
        { boot: 'b', seq: 2 },
      ]);
      const { rows } = await sandbox.pool.query('SELECT reason FROM dead_letters WHERE gateway_id = $1', [
        Number(id),
      ]);
      expect(rows.map(({ reason }: { reason: string }) => reason).toSorted()).toEqual([
        'not JSON',
        'not a valid describe',
        'not a valid describe',
        'not a valid hello',
        'not a valid report',
        'not a valid report',
      ]);
      const twin = await sandbox.pool.query('SELECT readings FROM twin WHERE gateway_id = $1', [Number(id)]);
      expect(twin.rows).toEqual([{ readings: { roomtemperature: 21.3 } }]);
    });

    test('the client id is no identity: two gateways with the same one live side by side', async () => {
      const one = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
        'POST',
        '/sandbox/gateways',
        { body: { profile: 'none' } },
      );
      const two = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
        'POST',
        '/sandbox/gateways',
        { body: { profile: 'none' } },
      );
      const a = await connectAs(one.body.gatewayId, one.body.mqttPassword);
      const b = await connectAs(two.body.gatewayId, two.body.mqttPassword);
      await b.publishAsync(`gw/${two.body.gatewayId}/status`, 'online', { qos: 1 });
      await a.publishAsync(`gw/${one.body.gatewayId}/status`, 'online', { qos: 1 });
      expect([a.connected, b.connected]).toEqual([true, true]);
      await Promise.all([a.endAsync(), b.endAsync()]);
    });
  });
});
