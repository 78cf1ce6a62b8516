import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NativeGateway } from '../../../packages/device/src/index.ts';
import { freePort } from '../../../packages/server/test/harness/free-port.ts';
import type { CallOptions } from '../../../packages/server/test/harness/sandbox.ts';
import { startServerProcess } from '../../../packages/server/test/harness/server-process.ts';
import { Thermometer } from './thermometer.ts';

/** Made with one call at most. */
const MADE_AT_ONCE = 100;
/** A report that is not acknowledged is sent again only when something is wrong. */
const RESEND_MS = 60_000;

/** The real server in a process of its own, with its own PostgreSQL, and gateways connected to it. */
export interface RunningPlatform {
  readonly gateways: readonly NativeGateway[];
  stop(): Promise<void>;
}

/** A new sandbox whose houses are unplugged: what its company is told goes to `url` alone. */
export async function startPlatform(url: string, gateways: number): Promise<RunningPlatform> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hg-bench-'));
  const mqttPort = await freePort();
  const env = { HEARTHGATE_MODE: 'sandbox', DATA_DIR: dataDir, DATABASE_URL: '', REDIS_URL: '' };
  const server = await startServerProcess({
    ...env,
    PORT: String(await freePort()),
    MQTT_PORT: String(mqttPort),
  });
  const connected: NativeGateway[] = [];
  const stop = async () => {
    await Promise.all(connected.map((gateway) => gateway.end()));
    await server.kill('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  };
  const ask = async <T>(method: string, path: string, options: CallOptions) => {
    const { status, body } = await server.call<T>(method, path, options);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  try {
    const world = await ask<World>('GET', '/sandbox', {});
    const key = world.keys.ok;
    for (const { gatewayId } of world.gateways)
      await ask('POST', `/sandbox/gateways/${gatewayId}/connection`, { body: { state: 'offline' } });
    const { items: others } = await ask<Webhooks>('GET', '/webhooks', { key });
    for (const { webhookId } of others) await ask('DELETE', `/webhooks/${webhookId}`, { key });
    await ask('POST', '/webhooks', { key, body: { url, eventTypes: ['DATA_POINT'] } });
    while (connected.length < gateways) {
      const count = Math.min(MADE_AT_ONCE, gateways - connected.length);
      const body = { profile: 'none', count, share: true };
      const made = await ask<{ items: Made[] }>('POST', '/sandbox/gateways', { body });
      const brokerUrl = `mqtt://127.0.0.1:${mqttPort}`;
      const some = made.items.map(({ gatewayId, mqttPassword: password }) => {
        const options = { brokerUrl, gatewayId, password, now: Date.now, resendMs: RESEND_MS };
        return new NativeGateway({ ...options, appliance: new Thermometer() });
      });
      connected.push(...some);
      await Promise.all(some.map((gateway) => gateway.connect()));
    }
    // What a new relation is told after a minute is nothing, before the first report.
    await ask('POST', '/sandbox/clock', { body: { advance: 'PT2M' }, headers: { prefer: 'wait=60' } });
    return { gateways: connected, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface World {
  readonly keys: { readonly ok: string };
  readonly gateways: readonly { readonly gatewayId: string }[];
}

interface Webhooks {
  readonly items: readonly { readonly webhookId: string }[];
}

interface Made {
  readonly gatewayId: string;
  readonly mqttPassword: string;
}
