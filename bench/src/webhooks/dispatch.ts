import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { Agent, request } from 'undici';
import { createEvents, createPostEvent } from '../../../packages/server/src/events/index.ts';
import { until, type Receiver } from '../harness/receiver.ts';
import { byTurns, type Plan } from '../harness/rounds.ts';
import type { World } from '../harness/world.ts';
import type { Result } from '../result.ts';
import type { Options } from '../run.ts';

const COMPANY = 'cmp_bench';
const WEBHOOK = 'whk_bench';
const GATEWAYS = 1_000;
/** A round takes some seconds, of the bare loop with all bodies so many times. */
const COUNT = 90_000;
const BARE_TIMES = 2;
const QUICK_COUNT = 8_000;
export const CONNECTIONS = 32;
/** None of it takes so long, unless it hangs. */
export const TIMEOUT_MS = 300_000;
/** How often it is looked whether all is recorded: seldom, since that costs what is measured. */
const POLL_MS = 25;

/** (a) From a filled log, signed and recorded, one event a request, beside the same bodies sent in a bare loop. */
export async function dispatch(world: World, receiver: Receiver, options: Options): Promise<Result> {
  const count = options.quick ? QUICK_COUNT : COUNT;
  await prepare(world, receiver.url);
  await fill(world, count);
  const bodies = await bodiesOf(world);
  const { ours, baseline, warmUps } = await byTurns(
    'dispatch',
    () => deliver(world, receiver, count),
    () => bareLoop(receiver, bodies, options.quick ? 1 : BARE_TIMES),
    planOf(options),
  );
  const ratio = ours / baseline;
  return {
    name: 'webhooks: dispatch',
    ours,
    baseline,
    unit: 'events/s',
    ratio,
    goal: '0.5, at least 0.4',
    reached: ratio >= 0.4,
    details: {
      events: count,
      connections: CONNECTIONS,
      'warm-up rounds': warmUps.join(' and '),
      ...world.settings,
    },
  };
}

export function planOf({ quick, say }: Options): Plan {
  return { rounds: quick ? 3 : 5, warmUpMax: quick ? 3 : 10, say };
}

async function prepare({ db, platform }: World, url: string): Promise<void> {
  await sql`INSERT INTO companies (company_id, name, languages, ip_allow_list, webhook_hosts, status, created_at)
    VALUES (${COMPANY}, 'Bench', '{en}', '{}', '{127.0.0.1}', 'ACTIVE', now())`.execute(db);
  await sql`INSERT INTO contracts (company_id, gateway_id, owner_id, brand, status, initiated_by, created_at, updated_at,
      monitoring, remote_control, data_points, consent_version, consent_given_at, consent_language, data_from)
    SELECT ${COMPANY}, 101000000 + g, 'own_1', 'BOSCH', 'ACTIVE', 'OWNER', now(), now(), true, true, true, '2024-07', now(), 'en',
      '2020-01-01' FROM generate_series(1, ${GATEWAYS}::int) g`.execute(db);
  // Whom an event is about is noted for its owners.
  await sql`INSERT INTO claims (gateway_id, brand, data_from) SELECT 101000000 + g, 'BOSCH', '2020-01-01' FROM generate_series(1, ${GATEWAYS}::int) g`.execute(
    db,
  );
  await sql`INSERT INTO gateway_owners (gateway_id, owner_id, role, since)
    SELECT 101000000 + g, 'own_1', 'MAIN', '2020-01-01' FROM generate_series(1, ${GATEWAYS}::int) g`.execute(
    db,
  );
  const secret = platform.masterKey.seal(`whsec_${Buffer.alloc(32, 7).toString('base64')}`, WEBHOOK);
  await sql`INSERT INTO webhooks (company_id, webhook_id, name, managed_by, url, event_types, secret, created_at)
    VALUES (${COMPANY}, ${WEBHOOK}, 'bench', 'COMPANY', ${`${url}/hook`}, '{DATA_POINT}', ${secret}, now())`.execute(
    db,
  );
  await sql`INSERT INTO webhook_progress (company_id, webhook_id, cursor) VALUES (${COMPANY}, ${WEBHOOK}, 0)`.execute(
    db,
  );
}

/** A log as fan-out would have written it: six values in each event. */
async function fill({ db }: World, count: number): Promise<void> {
  const points = Array.from({ length: 6 }, (_unused, at) => ({
    name: `hvac.heatingCircuit.hc${at + 1}.roomTemperature`,
    value: 20.5 + at,
    unit: 'C',
    measuredAt: '2026-01-15T07:00:00.000Z',
  }));
  await sql`INSERT INTO events (company_id, seq, recorded_at, event_id, type, gateway_id, gatewayseq, previous, occurred_at, late, data)
    SELECT ${COMPANY}, n, now(), 'evt_00VcCLkJe2TsdfVp2' || lpad(n::text, 6, '0'), 'DATA_POINT', 101000001 + n % ${GATEWAYS}::int,
      1 + n / ${GATEWAYS}::int, json_build_object('DATA_POINT', n / ${GATEWAYS}::int)::jsonb, now(), false, ${JSON.stringify({ points })}::json
    FROM generate_series(1, ${count}::int) n`.execute(db);
  await sql`INSERT INTO event_heads (company_id, seq) VALUES (${COMPANY}, ${count})`.execute(db);
  await sql`ANALYZE events`.execute(db);
}

export async function bodiesOf({ db }: World): Promise<string[]> {
  const { rows } = await sql<{ body: string }>`
    SELECT json_build_object('specversion', '1.0', 'id', event_id, 'source', '/hvacs/' || gateway_id, 'type', type, 'time', occurred_at,
      'datacontenttype', 'application/json', 'companyid', company_id, 'gatewayid', gateway_id::text, 'gatewayseq', gatewayseq,
      'previousseq', gatewayseq - 1, 'data', data)::text AS body FROM events ORDER BY seq`.execute(db);
  return rows.map(({ body }) => body);
}

export async function deliver(
  { db, platform, access }: World,
  receiver: Receiver,
  count: number,
): Promise<number> {
  await sql`UPDATE webhook_progress SET cursor = 0`.execute(db);
  await sql`TRUNCATE webhook_attempts`.execute(db);
  await receiver.reset();
  const poster = createPostEvent({ allowLoopback: true }, '0');
  const events = createEvents(platform, access, poster.post, { allowLoopback: true }, true, () =>
    Promise.resolve(undefined),
  );
  const startedAt = performance.now();
  await events.dispatcher.start();
  for (;;) {
    const { rows } = await sql<{ cursor: number }>`SELECT cursor FROM webhook_progress`.execute(db);
    if ((rows[0]?.cursor ?? 0) >= count) break;
    if (performance.now() - startedAt > TIMEOUT_MS) throw new Error('not everything was delivered');
    await sleep(POLL_MS);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await until(receiver, count, TIMEOUT_MS);
  const { rows } = await sql<{
    count: number;
  }>`SELECT count(*) AS count FROM webhook_attempts WHERE outcome = 'DELIVERED'`.execute(db);
  if (rows[0]?.count !== count) throw new Error(`${rows[0]?.count} of ${count} attempts are recorded`);
  await events.dispatcher.stop();
  await poster.close();
  return count / seconds;
}

async function bareLoop(receiver: Receiver, bodies: readonly string[], times: number): Promise<number> {
  await receiver.reset();
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  const url = `${receiver.url}/hook`;
  const count = bodies.length * times;
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (next < count) await postBody(agent, url, bodies[next++ % bodies.length] ?? '');
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await agent.close();
  return count / seconds;
}

export async function postBody(agent: Agent, url: string, body: string): Promise<void> {
  const answer = await request(url, {
    method: 'POST',
    dispatcher: agent,
    headers: { 'content-type': 'application/cloudevents+json' },
    body,
  });
  await answer.body.dump();
  if (answer.statusCode !== 204) throw new Error(`the receiver answered ${answer.statusCode}`);
}
