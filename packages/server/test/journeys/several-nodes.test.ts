import { createHouse, NativeGateway, VirtualEmsEsp } from '@hearthgate/device';
import { LINK_RESEND_MS } from '@hearthgate/wire';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startCluster, type Cluster, type ClusterNode } from '../harness/cluster.ts';
import { HAS_MOSQUITTO } from '../harness/mosquitto.ts';
import { startReceiver, type Receiver } from '../harness/receiver.ts';
import { REDIS_PROGRAM } from '../harness/redis.ts';
import type { CallOptions } from '../harness/sandbox.ts';
import { Thermometer } from '../harness/thermometer.ts';
import { twoCircuits } from '../harness/two-circuits.ts';

const SOON = { timeout: 15_000, interval: 20 };
/** Enough that each of two nodes has some. */
const GATEWAYS = 8;
const EARLY_REPORTS = 3;

interface Made {
  readonly gatewayId: string;
  readonly mqttPassword: string;
}

describe.skipIf(!HAS_MOSQUITTO || REDIS_PROGRAM === undefined)('two nodes at one broker', () => {
  let cluster: Cluster;
  let receiver: Receiver;
  let nodes: ClusterNode[] = [];
  const made: Made[] = [];
  let emsEsp: Made;
  let early: Made;
  let earlyGateway: NativeGateway | undefined;
  const gateways: NativeGateway[] = [];
  const thermometers: Thermometer[] = [];

  beforeAll(async () => {
    receiver = await startReceiver();
    cluster = await startCluster(async (sandbox) => {
      for (let no = 0; no < GATEWAYS; no += 1) {
        const { body } = await sandbox.call('POST', '/sandbox/gateways', { body: { profile: 'none' } });
        made.push(body as unknown as Made);
      }
      const { body: lone } = await sandbox.call('POST', '/sandbox/gateways', { body: { profile: 'none' } });
      early = lone as unknown as Made;
      const board = { profile: 'none', gatewayType: 'EMS_ESP', brand: 'BUDERUS' };
      const { body } = await sandbox.call('POST', '/sandbox/gateways', { body: board });
      emsEsp = body as unknown as Made;
      await sandbox.pool.query('UPDATE webhooks SET url = $1', [receiver.url]);
      // Another test is about limits.
      await sandbox.pool.query("INSERT INTO plans VALUES ('large', 9000, 1, 9000, 1, 9000, 9000, 9000, 2)");
      await sandbox.pool.query("UPDATE companies SET plan = 'large'");
    });
    // The broker acknowledges what it says, and nobody is there to hear it.
    earlyGateway = connectTo(early, new Thermometer(), LINK_RESEND_MS);
    await earlyGateway.connect();
    for (let count = 0; count < EARLY_REPORTS; count += 1) earlyGateway.report();
    nodes = [await cluster.startNode(), await cluster.startNode()];
    await vi.waitUntil(async () => String(await cluster.slices()) === '32,32', SOON);
    for (const one of made) {
      const thermometer = new Thermometer();
      thermometers.push(thermometer);
      gateways.push(connectTo(one, made.indexOf(one) === 0 ? twoCircuits() : thermometer));
    }
    for (const gateway of gateways) gateway.start();
    await vi.waitUntil(() => gateways.every(({ connected }) => connected), SOON);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.end()));
    await earlyGateway?.end();
    await cluster.stop();
    await receiver.close();
  });

  const connectTo = (
    { gatewayId, mqttPassword }: Made,
    appliance: Thermometer | ReturnType<typeof twoCircuits>,
    resendMs = 2_000,
  ) =>
    new NativeGateway({
      brokerUrl: `mqtt://127.0.0.1:${cluster.mosquitto.port}`,
      gatewayId,
      password: mqttPassword,
      appliance,
      now: Date.now,
      resendMs,
    });
  const call = (node: number, method: string, path: string, options: CallOptions = {}) => {
    const target = nodes[node];
    if (!target) throw new Error(`there is no node ${node}`);
    const headers = { 'x-forwarded-proto': 'https', ...options.headers };
    return target.call(method, path, { key: cluster.sandbox.world.keys.ok, ...options, headers });
  };
  const idOf = (index: number) => made[index]?.gatewayId ?? '';
  const report = (index: number) => {
    thermometers[index]?.step();
    gateways[index]?.report();
  };
  const holderOf = async (index: number) => {
    const { rows } = await cluster.sandbox.pool.query<{ holder: string }>(
      'SELECT holder FROM shard_leases WHERE slice = $1 % 64',
      [Number(idOf(index))],
    );
    return rows[0]?.holder ?? '';
  };

  test('what a gateway said before any node listened is asked for and arrives at once', async () => {
    const id = Number(early.gatewayId);
    await vi.waitFor(async () => {
      const { rows } = await cluster.sandbox.pool.query(
        'SELECT acked_seq::int AS acked, firmware FROM report_marks JOIN gateways USING (gateway_id) WHERE gateway_id = $1',
        [id],
      );
      expect(rows).toEqual([{ acked: EARLY_REPORTS + 1, firmware: expect.any(String) as string }]);
    }, SOON);
    expect(earlyGateway?.uncovered).toBe(0);
  });

  test('a reading and the connection of a gateway are seen at either node', async () => {
    gateways[0]?.report();
    for (const node of [0, 1])
      await vi.waitFor(async () => {
        const { status, body } = await call(node, 'GET', `/hvacs/${idOf(0)}/heatingCircuits/1`);
        expect(status).toBe(200);
        expect(body).toMatchObject({ connectivity: 'ONLINE' });
        expect(JSON.stringify(body)).toMatch(/roomTemperature/);
      }, SOON);
  });

  test('a command given to either node is confirmed at once, and seen at both', async () => {
    for (const [node, value] of [
      [0, 21],
      [1, 22],
    ] as const) {
      const began = performance.now();
      const path = `/hvacs/${idOf(0)}/heatingCircuits/1`;
      const { status, body } = await call(node, 'PATCH', path, { body: { manualRoomSetpoint: value } });
      expect([status, JSON.stringify(body)]).toEqual([200, expect.stringContaining(String(value))]);
      // Long before it would look again by itself.
      expect(performance.now() - began).toBeLessThan(5_000);
      const other = await call(1 - node, 'GET', path);
      expect(JSON.stringify(other.body)).toContain(`${value}`);
    }
  });

  test('an EMS-ESP is read and set at either node, and our writes are not taken for what it tells', async () => {
    const { gatewayId, mqttPassword: password } = emsEsp;
    const house = createHouse('ems-boiler', { seed: 7, startMs: Date.now(), brand: 'BUDERUS' });
    const brokerUrl = `mqtt://127.0.0.1:${cluster.mosquitto.port}`;
    const board = new VirtualEmsEsp({ brokerUrl, gatewayId, password, house });
    await board.connect();
    const path = `/hvacs/${gatewayId}/heatingCircuits/1`;
    await vi.waitFor(async () => {
      board.publish();
      expect((await call(0, 'GET', path)).body).toMatchObject({
        connectivity: 'ONLINE',
        operationMode: 'AUTO',
      });
    }, SOON);
    await board.asked(10_000);
    for (const [node, value] of [
      [0, 21],
      [1, 22.5],
    ] as const) {
      const { status, body } = await call(node, 'PATCH', path, { body: { manualRoomSetpoint: value } });
      expect([status, body]).toEqual([200, expect.objectContaining({ manualRoomSetpoint: value })]);
    }
    board.ignoresWrites = true;
    const headers = { prefer: 'wait=1' };
    await call(1, 'PATCH', path, { body: { manualRoomSetpoint: 19 }, headers });
    expect((await call(0, 'GET', path)).body).toMatchObject({ manualRoomSetpoint: 22.5 });
    board.unplug();
    await vi.waitFor(async () => {
      expect((await call(1, 'GET', path)).body).toMatchObject({ connectivity: 'OFFLINE' });
    }, SOON);
  });

  test('events of both nodes arrive once each, in the order of their gateway', async () => {
    for (let round = 0; round < 5; round += 1) {
      for (let index = 1; index < GATEWAYS; index += 1) report(index);
      await Promise.all(gateways.map((gateway) => gateway.settled(10_000)));
    }
    const of = (index: number) =>
      receiver.received.filter(
        ({ type, body }) => type.endsWith('DATA_POINT') && body['gatewayid'] === idOf(index),
      );
    await vi.waitFor(() => {
      for (let index = 1; index < GATEWAYS; index += 1) expect(of(index).length).toBeGreaterThanOrEqual(5);
    }, SOON);
    for (let index = 1; index < GATEWAYS; index += 1) {
      const seqs = of(index).map(({ gatewayseq }) => gatewayseq ?? 0);
      expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
    }
  });

  test('a right that ends at one node ends at the other within a second', async () => {
    const path = `/hvacs/${idOf(7)}`;
    expect((await call(1, 'GET', path)).status).toBe(200);
    const ended = await call(0, 'PATCH', `/contracts/${idOf(7)}`, { body: { action: 'REVOKE' } });
    expect(ended.status).toBe(200);
    await vi.waitFor(async () => expect((await call(1, 'GET', path)).status).toBe(403), {
      timeout: 1_000,
      interval: 20,
    });
  });

  test('a gateway that is unplugged is offline at both nodes', async () => {
    gateways[6]?.unplug();
    for (const node of [0, 1])
      await vi.waitFor(async () => {
        const { body } = await call(node, 'GET', `/hvacs/${idOf(6)}`);
        expect(body).toMatchObject({ connectivity: 'OFFLINE' });
      }, SOON);
    gateways[6]?.start();
  });

  test('a broker that is killed and comes back is found again, and no report is missing', async () => {
    await cluster.mosquitto.kill('SIGKILL');
    for (let index = 1; index < GATEWAYS; index += 1) report(index);
    await cluster.mosquitto.start();
    await vi.waitFor(async () => {
      for (let index = 1; index < GATEWAYS; index += 1)
        expect(await ackedOf(index)).toBe(thermometers[index]?.history.length ?? 0);
    }, SOON);
  });

  test('a node killed in the middle of load loses nothing, and its gateways are taken over within 10 s', async () => {
    const holders = await Promise.all(made.map((_, index) => holderOf(index)));
    const loaded = new AbortController();
    const load = (async () => {
      while (!loaded.signal.aborted) {
        for (let index = 1; index < GATEWAYS; index += 1) report(index);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const killedAt = performance.now();
    await nodes[0]?.end('SIGKILL');
    await vi.waitFor(async () => expect(await cluster.slices()).toEqual([64]), SOON);
    const left = await holderOf(1);
    const moved = holders.flatMap((holder, index) => (holder === left ? [] : [index]));
    expect(moved.length).toBeGreaterThan(0);
    // What the first new holder acknowledges.
    const before = new Map(moved.map((index) => [index, thermometers[index]?.history.length ?? 0]));
    await vi.waitFor(async () => {
      for (const index of moved.filter((one) => one > 0))
        expect(await ackedOf(index)).toBeGreaterThan(before.get(index) ?? 0);
    }, SOON);
    const tookMs = performance.now() - killedAt;
    loaded.abort();
    await load;
    await Promise.all(gateways.map((gateway) => gateway.settled(20_000)));
    console.log(`taken over after ${Math.round(tookMs)} ms`);
    expect(tookMs).toBeLessThan(10_000);
    for (let index = 1; index < GATEWAYS; index += 1) {
      expect(gateways[index]?.uncovered).toBe(0);
      expect(await ackedOf(index)).toBeGreaterThanOrEqual(thermometers[index]?.history.length ?? 0);
    }
    const { rows } = await cluster.sandbox.pool.query('SELECT * FROM report_gaps');
    expect(rows).toEqual([]);
  }, 60_000);

  const ackedOf = async (index: number) => {
    const { rows } = await cluster.sandbox.pool.query<{ acked: number }>(
      'SELECT max(acked_seq)::int AS acked FROM report_marks WHERE gateway_id = $1',
      [Number(idOf(index))],
    );
    return rows[0]?.acked ?? 0;
  };

  test('nodes are restarted one after the other without a refused request', async () => {
    nodes[0] = await cluster.startNode({ DRAIN_SECONDS: '1' });
    await vi.waitFor(async () => expect(await cluster.slices()).toEqual([32, 32]), SOON);
    // As a proxy does: it asks each node whether it is ready, and sends calls to those that are.
    const ready = new Set(nodes);
    const look = setInterval(() => {
      for (const node of nodes)
        void fetch(`${node.url}/health/ready`).then(
          ({ ok }) => (ok ? ready.add(node) : ready.delete(node)),
          () => ready.delete(node),
        );
    }, 100);
    const statuses = new Set<number | string>();
    const called = new AbortController();
    const calls = (async () => {
      for (let no = 0; !called.signal.aborted; no += 1) {
        const up = [...ready];
        const node = up[no % up.length];
        const answer = await node
          ?.call('GET', `/hvacs/${idOf(0)}/heatingCircuits/1`, {
            key: cluster.sandbox.world.keys.ok,
            headers: { 'x-forwarded-proto': 'https' },
          })
          .then(({ status }) => status, String);
        statuses.add(answer ?? 'no node');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const old = nodes[0];
    const fresh = await cluster.startNode({ DRAIN_SECONDS: '1' });
    nodes = [nodes[1] ?? fresh, fresh, ...(old ? [old] : [])];
    await old?.end('SIGTERM');
    nodes = nodes.filter((node) => node !== old);
    // Handed over, and not waited for until the leases run out.
    await vi.waitFor(async () => expect(await cluster.slices()).toEqual([32, 32]), {
      timeout: 3_000,
      interval: 20,
    });
    called.abort();
    await calls;
    clearInterval(look);
    expect([...statuses]).toEqual([200]);
  }, 60_000);
});
