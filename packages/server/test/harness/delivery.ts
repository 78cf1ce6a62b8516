import { sql } from 'kysely';
import { vi } from 'vitest';
import type { EventType } from '@hearthgate/wire';
import { createEvents, EVENT_PARTITIONS, type Events } from '../../src/events/index.ts';
import { tables } from '../../src/events/log/store.ts';
import type {
  EventTables,
  NewWebhookRow,
  ProgressRow,
  ReplayRow,
  WebhookRow,
} from '../../src/events/tables.ts';
import type { PostEvent, PostResult } from '../../src/events/delivery/post-event.ts';
import type { MovableClock } from '../../src/platform/clock.ts';
import { ChangeListener } from '../../src/platform/database/change-listener.ts';
import { requireMode } from '../../src/platform/database/installation.ts';
import { keepPartitions } from '../../src/platform/database/partitions.ts';
import { joinAccess, startAccess, type TestAccess } from './access.ts';

export const COMPANY = 'cmp_test';
export const WEBHOOK = 'whk_test';
export const TYPES = ['CONNECTIVITY_STATUS', 'DATA_POINT'] as const satisfies EventType[];

/** An event as a receiver sees it. */
export interface SentEvent {
  readonly id: string;
  readonly type: string;
  readonly gatewayid?: string;
  readonly gatewayseq?: number;
  readonly previousseq?: number;
  readonly parkedBefore?: number;
  readonly data: { readonly from?: number; readonly to?: number; readonly count?: number };
}

export interface Message {
  readonly id: string;
  readonly events: readonly SentEvent[];
  readonly headers: Readonly<Record<string, string>>;
  /** Which node sent it: 0 is the first. */
  readonly node: number;
}

/** The receiver: what it answers to a message. A number is a status. */
export type Behaviour = (
  message: Message,
) => number | { status: number; retryAfterMs: number } | Promise<number>;

/** The events domain on a database of its own, with a receiver in the same process; the clock stands still until it is moved. */
export interface TestDelivery {
  readonly access: TestAccess['access'];
  readonly clock: MovableClock;
  /** Everything that was sent, taken over or not, in order. */
  readonly messages: (Message & { readonly status: number })[];
  /** Events that were taken over, in order, repetitions included. */
  taken(): SentEvent[];
  behave(behaviour: Behaviour): void;
  addGateway(gatewayId: number): Promise<void>;
  /** Something to tell about gateways, one event each, in order. */
  append(gatewayIds: readonly number[], type?: (typeof TYPES)[number]): Promise<void>;
  settle(): Promise<void>;
  /** Moves the clock, and lets what is due happen at its time. */
  advance(ms: number): Promise<void>;
  /** The process dies, whatever it is doing, and another one takes over. */
  crash(): Promise<void>;
  /** Changes the endpoint's row, as a verb of the API does. */
  change(change: Partial<WebhookRow>): Promise<void>;
  /** A part of the log is wanted once more. */
  replay(range: { from_seq: number; to_seq: number }): Promise<void>;
  replays(): Promise<ReplayRow[]>;
  events(): Events;
  /** Another node on the same database; its timers run when asked. Both hear of each other from then on. */
  join(): Promise<{ events: Events; access: TestAccess['access'] }>;
  progress(): Promise<ProgressRow>;
  attempts(): Promise<Omit<EventTables['webhook_attempts'], 'no'>[]>;
  stop(): Promise<void>;
}

const START_MS = Date.parse('2026-01-15T00:00:00Z');

export async function startDelivery(
  wanted: Partial<NewWebhookRow> = {},
  isAlone = true,
): Promise<TestDelivery> {
  const domain = await startAccess(START_MS);
  const { access, clock } = domain;
  const { db, masterKey, timers } = access;
  await requireMode(db, 'sandbox');
  await keepPartitions(db, EVENT_PARTITIONS, START_MS);
  await sql`INSERT INTO companies (company_id, name, languages, ip_allow_list, webhook_hosts, status, created_at)
    VALUES (${COMPANY}, 'Test', '{en}', '{}', '{receiver.example}', 'ACTIVE', now())`.execute(db);
  await tables(db)
    .insertInto('webhooks')
    .values({
      company_id: COMPANY,
      webhook_id: WEBHOOK,
      name: 'main',
      managed_by: 'COMPANY',
      url: 'https://receiver.example/hook',
      event_types: [...TYPES],
      secret: masterKey.seal(`whsec_${Buffer.alloc(32, 7).toString('base64')}`, WEBHOOK),
      created_at: new Date(START_MS),
      ...wanted,
    })
    .execute();
  await tables(db)
    .insertInto('webhook_progress')
    .values({ company_id: COMPANY, webhook_id: WEBHOOK, cursor: 0 })
    .execute();

  const messages: (Message & { status: number })[] = [];
  let behaviour: Behaviour = () => 204;
  let generation = 0;
  const postOf =
    (own: number, node = 0): PostEvent =>
    async (_url, headers, body) => {
      const parsed = JSON.parse(body) as SentEvent | SentEvent[];
      const message = {
        id: headers['webhook-id'] ?? '',
        events: Array.isArray(parsed) ? parsed : [parsed],
        headers,
        node,
      };
      const answer = await behaviour(message);
      const status = typeof answer === 'number' ? answer : answer.status;
      messages.push({ ...message, status });
      // A dead process learns of no answer.
      if (own !== generation && node === 0) return new Promise<PostResult>(() => undefined);
      return {
        ok: status >= 200 && status < 300,
        httpStatus: status,
        error: null,
        latencyMs: 1,
        answer: null,
        retryAfterMs: typeof answer === 'number' ? undefined : answer.retryAfterMs,
      };
    };
  const noValues = () => Promise.resolve(undefined);
  const create = () =>
    createEvents(access, access, postOf(generation), { allowLoopback: false }, isAlone, noValues);
  let events = create();
  const others: { stop(): Promise<void> }[] = [];
  const listenTo = async ({ access: { caches, log }, databaseUrl }: TestAccess) => {
    const listener = new ChangeListener({ connectionString: databaseUrl }, caches, log);
    await listener.start();
    await vi.waitUntil(() => listener.isHearing());
    others.unshift(listener);
  };
  await events.dispatcher.start();

  const settle = async () => {
    await events.fanOut.start();
    await events.settled();
  };
  const tell = (gatewayIds: readonly number[], payloadOf: (gatewayId: number) => { kind: string }) =>
    access.transact((unit) => {
      for (const gatewayId of gatewayIds) {
        const payload = payloadOf(gatewayId);
        const isContract = payload.kind === 'contract-status';
        unit.tell({
          kind: payload.kind,
          gatewayId,
          companyId: isContract ? COMPANY : null,
          occurredAtMs: clock.now(),
          payload,
        });
      }
      return Promise.resolve();
    });
  return {
    access,
    clock,
    messages,
    taken: () => messages.filter(({ status }) => status < 300).flatMap((message) => message.events),
    behave: (next) => (behaviour = next),
    addGateway: async (gatewayId) => {
      await sql`INSERT INTO contracts (company_id, gateway_id, owner_id, brand, status, initiated_by, created_at, updated_at,
          monitoring, remote_control, data_points, consent_version, consent_given_at, consent_language, data_from)
        VALUES (${COMPANY}, ${gatewayId}, 'own_1', 'BOSCH', 'ACTIVE', 'OWNER', now(), now(), true, true, true, '2024-07', now(), 'en',
          '2020-01-01')`.execute(db);
      const data = { from: null, to: 'ACTIVE', actor: 'OWNER' };
      await tell(
        [gatewayId],
        () => ({ kind: 'contract-status', data, monitoring: true, dataPoints: true }) as never,
      );
      await settle();
    },
    append: (gatewayIds, type = 'CONNECTIVITY_STATUS') =>
      tell(gatewayIds, () =>
        type === 'DATA_POINT'
          ? ({
              kind: 'measured',
              atMs: clock.now(),
              late: false,
              points: [{ point: 1, instance: 1, value: 1 }],
            } as never)
          : ({
              kind: 'connectivity',
              data: { status: 'ONLINE', previous: 'OFFLINE', since: 'now' },
            } as never),
      ),
    settle,
    advance: async (ms) => {
      await settle();
      const toMs = clock.now() + ms;
      for (;;) {
        const dueMs = await timers.nextDueMs();
        if (dueMs === undefined || dueMs > toMs) break;
        await keepPartitions(db, EVENT_PARTITIONS, dueMs);
        clock.move({ toMs: dueMs });
        await timers.settle();
        await settle();
      }
      await keepPartitions(db, EVENT_PARTITIONS, toMs);
      clock.move({ toMs });
      await settle();
    },
    crash: async () => {
      generation += 1;
      events = create();
      await events.dispatcher.start();
      await settle();
    },
    change: async (change) => {
      await access.transact(async (unit) => {
        const key = { company_id: COMPANY, webhook_id: WEBHOOK };
        await tables(unit.tx).updateTable('webhooks').set(change).where('webhook_id', '=', WEBHOOK).execute();
        events.changed(unit, key);
      });
      await settle();
    },
    replay: async (range) => {
      await tables(db)
        .insertInto('webhook_replays')
        .values({
          company_id: COMPANY,
          webhook_id: WEBHOOK,
          replay_id: 'rpl_test',
          ...range,
          seqs: null,
          next_seq: range.from_seq,
          total: range.to_seq - range.from_seq + 1,
          created_at: new Date(clock.now()),
          ended_at: null,
        })
        .execute();
      events.dispatcher.changed({ company_id: COMPANY, webhook_id: WEBHOOK });
      await settle();
    },
    replays: () => tables(db).selectFrom('webhook_replays').selectAll().execute(),
    events: () => events,
    join: async () => {
      const joined = await joinAccess(domain);
      others.unshift(joined);
      const own = joined.access;
      const post = postOf(0, 1);
      const second = createEvents(own, own, post, { allowLoopback: false }, false, noValues);
      await listenTo(domain);
      await listenTo(joined);
      await second.dispatcher.start();
      others.unshift(second.dispatcher, second.fanOut);
      return { events: second, access: own };
    },
    progress: () => tables(db).selectFrom('webhook_progress').selectAll().executeTakeFirstOrThrow(),
    attempts: () => tables(db).selectFrom('webhook_attempts').selectAll().orderBy('no').execute(),
    stop: async () => {
      for (const other of others) await other.stop();
      await events.dispatcher.stop();
      await events.fanOut.stop();
      await domain.stop();
    },
  };
}
