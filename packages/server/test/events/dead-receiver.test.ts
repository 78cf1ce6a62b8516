import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { NativeGateway } from '@hearthgate/device';
import type { Webhook } from '@hearthgate/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../harness/free-port.ts';
import { unnamedOvertakers } from '../harness/order.ts';
import { Thermometer } from '../harness/thermometer.ts';
import { startWebhookSandbox, type WebhookSandbox } from '../harness/webhooks.ts';

/** The receiver takes one event after the other, each this long: its rate is its own, and not that of this machine. */
const PACE_MS = 25;
const GATEWAYS = 4;
const STEPS = 12;
const REPORTS_PER_STEP = 10;

interface Taken {
  readonly gatewayid: string;
  readonly gatewayseq: number;
  readonly previousseq: number;
  readonly atMs: number;
}

let sandbox: WebhookSandbox;
let receiver: Awaited<ReturnType<typeof startPacedReceiver>>;
beforeAll(async () => {
  sandbox = await startWebhookSandbox();
  receiver = await startPacedReceiver();
});
afterAll(async () => {
  await sandbox.stop();
  await receiver.close();
});

async function startPacedReceiver() {
  const taken: Taken[] = [];
  let isDead = false;
  let freeAtMs = 0;
  const server = createServer((request, response) => {
    if (isDead) return void request.socket.destroy();
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const now = performance.now();
      freeAtMs = Math.max(now, freeAtMs) + PACE_MS;
      setTimeout(() => {
        const event = JSON.parse(text) as Omit<Taken, 'atMs'>;
        taken.push({ ...event, atMs: performance.now() });
        response.writeHead(204).end();
      }, freeAtMs - now);
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}/hook`,
    taken,
    beDead: (dead: boolean) => (isDead = dead),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function connectGateway() {
  const { clock } = sandbox.app.domains.access;
  const { body } = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
    'POST',
    '/sandbox/gateways',
    {
      body: { profile: 'none' },
    },
  );
  const appliance = new Thermometer();
  const gateway = new NativeGateway({
    brokerUrl: sandbox.world.mqttUrl,
    gatewayId: body.gatewayId,
    password: body.mqttPassword,
    appliance,
    now: () => clock.now(),
  });
  await gateway.connect();
  return async (reports: number) => {
    for (let count = 0; count < reports; count += 1) {
      appliance.step();
      gateway.report();
      await wait(2);
    }
    await gateway.settled(20_000);
  };
}

test('72 hours of a dead receiver end with everything delivered, in order, within the forecast', async () => {
  const { clock } = sandbox.app.domains.access;
  const { webhookId } = await sandbox.make({ url: receiver.url, eventTypes: ['DATA_POINT'] });
  const reporters: Awaited<ReturnType<typeof connectGateway>>[] = [];
  while (reporters.length < GATEWAYS) reporters.push(await connectGateway());
  // It shows how fast it is.
  await Promise.all(reporters.map((report) => report(40)));
  await sandbox.settle();
  const before = receiver.taken.length;
  expect(before).toBe(GATEWAYS * 40);

  receiver.beDead(true);
  for (let step = 0; step < STEPS; step += 1) {
    await Promise.all(reporters.map((report) => report(REPORTS_PER_STEP)));
    await sandbox.advance('PT6H');
  }
  const read = async () => (await sandbox.call<Webhook>('GET', `/webhooks/${webhookId}`)).body.state;
  const nowMs = clock.now();
  const state = await read();
  const waiting = GATEWAYS * STEPS * REPORTS_PER_STEP;
  expect(state).toMatchObject({ status: 'WAITING', parked: 0, backlog: { events: waiting, atLeast: false } });
  expect(state.catchUp).toMatchObject({ measured: true, startsAt: state.nextAttemptAt });
  const { seconds = 0, startsAt } = state.catchUp ?? {};

  receiver.beDead(false);
  // The wait passes on the clock that was moved, the delivery in real time: their sum was forecast.
  const waitMs = Date.parse(startsAt ?? '') - nowMs;
  await sandbox.advance(`PT${Math.ceil(waitMs / 1_000)}S`);
  await sandbox.settle();
  const late = receiver.taken.slice(before);
  expect(late).toHaveLength(waiting);
  const tookMs = (late.at(-1)?.atMs ?? 0) - (late[0]?.atMs ?? 0);
  expect(waitMs + tookMs).toBeLessThan(seconds * 1_000);
  // Nor is it worth nothing: not more than double the time.
  expect(waitMs + 2 * tookMs).toBeGreaterThan(seconds * 1_000);

  const numbers = Map.groupBy(receiver.taken, ({ gatewayid }) => gatewayid);
  for (const events of numbers.values()) {
    expect(unnamedOvertakers(events)).toEqual([]);
    for (const [at, { previousseq }] of events.entries())
      expect(previousseq).toBe(events[at - 1]?.gatewayseq ?? 0);
  }
  expect(await read()).toMatchObject({
    status: 'DELIVERING',
    failures: 0,
    backlog: { events: 0 },
    catchUp: null,
  });
}, 180_000);
