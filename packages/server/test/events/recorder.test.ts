import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import type { Changes } from '../../src/events/delivery/progress-store.ts';
import { Recorder, type Recorded } from '../../src/events/delivery/recorder.ts';
import { attemptOf } from '../../src/events/delivery/journal.ts';
import { EVENT_PARTITIONS } from '../../src/events/index.ts';
import { keepPartitions } from '../../src/platform/database/partitions.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';

let domain: TestAccess | undefined;
afterEach(() => domain?.stop());

const START_MS = Date.parse('2026-01-15T00:00:00Z');
const changesOf = (webhookId: string) => ({
  key: { company_id: 'cmp_test', webhook_id: webhookId },
  fence: 1,
  progress: {
    cursor: 1,
    failures: 0,
    first_failed_at: null,
    next_attempt_at: null,
    last_success_at: null,
    rate: null,
  },
  attempts: [],
  laggards: new Map(),
  parked: new Map(),
  batches: new Map(),
});

test('whoever waits for what was noted does not wait for ever behind an endpoint that is always busy', async () => {
  domain = await startAccess(START_MS);
  const recorder = new Recorder(domain.access);
  let isBusy = true;
  let rounds = 0;
  const busy: Recorded = {
    key: changesOf('whk_busy').key,
    takeChanges: () => changesOf('whk_busy'),
    takeDueAtMs: () => undefined,
    saved: () => {
      rounds += 1;
      if (isBusy) recorder.note(busy);
    },
    refused: () => expect.unreachable(),
  };
  const own: boolean[] = [];
  const quiet: Recorded = {
    ...busy,
    key: changesOf('whk_quiet').key,
    takeChanges: () => changesOf('whk_quiet'),
    saved: (isOwn) => own.push(isOwn),
  };
  recorder.note(busy);
  await recorder.flushed();
  recorder.note(quiet);
  await recorder.flushed();
  expect([own, rounds > 0]).toEqual([[false], true]);
  isBusy = false;
  await recorder.stop();
});

describe('what can never be written', () => {
  const attempt = (webhookId: string, id: string) => {
    const sent = { kind: 'LIVE', id, outcome: 'WITHHELD', result: null, attempt: 1, atMs: START_MS } as const;
    return attemptOf(changesOf(webhookId).key, [], sent);
  };
  /** An endpoint that has this to write, once, and what it heard of it. */
  const endpoint = (webhookId: string, changes: Partial<Changes>) => {
    const heard: string[] = [];
    const recorded: Recorded = {
      key: changesOf(webhookId).key,
      takeChanges: () => ({ ...changesOf(webhookId), ...changes }),
      takeDueAtMs: () => undefined,
      saved: (isOwn) => heard.push(isOwn ? 'own' : 'lost'),
      refused: () => heard.push('refused'),
    };
    return { heard, recorded };
  };
  async function record(endpoints: readonly { recorded: Recorded }[]): Promise<string[]> {
    domain = await startAccess(START_MS);
    const { db } = domain.access;
    await keepPartitions(db, EVENT_PARTITIONS, START_MS);
    await sql`INSERT INTO webhook_progress (company_id, webhook_id, cursor, fence)
      VALUES ('cmp_test', 'whk_a', 0, 1), ('cmp_test', 'whk_b', 0, 1)`.execute(db);
    const recorder = new Recorder(domain.access);
    for (const { recorded } of endpoints) recorder.note(recorded);
    await recorder.flushed();
    await recorder.stop();
    const { rows } = await sql<{
      id: string;
    }>`SELECT message_id AS id FROM webhook_attempts ORDER BY no`.execute(db);
    return rows.map(({ id }) => id);
  }

  test('is one attempt: all others are, and the cursors', async () => {
    const poison = attempt('whk_a', 'nul \0');
    const a = endpoint('whk_a', { attempts: [attempt('whk_a', 'a1'), poison, attempt('whk_a', 'a2')] });
    const b = endpoint('whk_b', { attempts: [attempt('whk_b', 'b1')] });
    expect(await record([a, b])).toEqual(['a1', 'a2', 'b1']);
    expect([a.heard, b.heard]).toEqual([['own'], ['own']]);
  });

  test('is where one endpoint stands: the others go on, and that one hears of it', async () => {
    const row = { company_id: 'cmp_test', webhook_id: 'whk_a', batch_id: 'bat_\0', seqs: [1], failures: 1 };
    const a = endpoint('whk_a', { batches: new Map([['bat_1', row]]) });
    const b = endpoint('whk_b', { attempts: [attempt('whk_b', 'b1'), attempt('whk_b', 'b2')] });
    expect(await record([a, b])).toEqual(['b1', 'b2']);
    expect([a.heard, b.heard]).toEqual([['refused'], ['own']]);
  });
});
