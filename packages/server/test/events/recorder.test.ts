import { afterEach, expect, test } from 'vitest';
import { Recorder, type Recorded } from '../../src/events/delivery/recorder.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';

let domain: TestAccess | undefined;
afterEach(() => domain?.stop());

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
  domain = await startAccess(Date.parse('2026-01-15T00:00:00Z'));
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
