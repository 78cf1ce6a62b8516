import pg from 'pg';
import { startReceiver, type Receiver } from '../../harness/receiver.ts';
import { caller } from '../../harness/sandbox.ts';
import type { Made } from './world.ts';

const EVENT_TYPES = ['CONNECTIVITY_STATUS', 'CONTRACT_STATUS', 'DATA_POINT'];
/** Made with one call at most. */
const MADE_AT_ONCE = 100;
/** Limits are another proof's matter. And what was measured before a contract is nobody's: a clock may go back here. */
const CHANGES = [
  "INSERT INTO plans VALUES ('large', 9000, 1, 9000, 1, 9000, 9000, 9000, 2)",
  "UPDATE companies SET plan = 'large'",
  "UPDATE contracts SET data_from = data_from - interval '1 day'",
];

export interface Seeded {
  readonly key: string;
  readonly made: readonly Made[];
  readonly receiver: Receiver;
}

/** Gateways of the first company in a running sandbox, and an endpoint of it outside of the server. */
export async function seed(baseUrl: string, gateways: number): Promise<Seeded> {
  const call = caller(baseUrl);
  const ask = async <T>(path: string, body: object, key?: string) => {
    const answer = await call<T>('POST', path, { body, ...(key !== undefined && { key }) });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { body: world } = await call<{ keys: { ok: string } }>('GET', '/sandbox');
  const made: Made[] = [];
  while (made.length < gateways) {
    const count = Math.min(MADE_AT_ONCE, gateways - made.length);
    const body = { profile: 'none', count, share: true };
    made.push(...(await ask<{ items: Made[] }>('/sandbox/gateways', body)).items);
  }
  const receiver = await startReceiver();
  await ask('/webhooks', { url: receiver.url, eventTypes: EVENT_TYPES }, world.keys.ok);
  return { key: world.keys.ok, made, receiver };
}

/** While no server runs that remembers it otherwise, or before it is started anew. */
export async function makeRoom(connection: pg.ClientConfig): Promise<void> {
  for (const change of CHANGES) await query(connection, change, []);
}

export async function query<T extends object>(
  connection: pg.ClientConfig,
  sql: string,
  values: readonly unknown[],
): Promise<T[]> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000, query_timeout: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
