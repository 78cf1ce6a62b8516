import { newWebhookSecret, signWebhook } from '@hearthgate/wire';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Inbox } from './inbox.ts';

const NOW = Date.parse('2026-01-15T06:30:00Z');
const SECRET = newWebhookSecret();

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

function signed(body: string) {
  return { ...signWebhook(SECRET, 'evt_1', NOW, body), 'content-type': 'application/json' };
}

test('keeps a message with its parsed body, and says that its signature is right', async () => {
  const inbox = new Inbox(SECRET);
  const headers = signed('{"id":"evt_1"}');
  expect(await inbox.receive({ ...headers, host: 'localhost', cookie: 'a=b' }, '{"id":"evt_1"}')).toBe(204);
  expect(inbox.messages).toEqual([
    {
      receivedAt: '2026-01-15T06:30:00.000Z',
      signatureValid: true,
      answered: 204,
      headers,
      body: { id: 'evt_1' },
    },
  ]);
});

test.each([
  ['changed', () => signed('{}'), '{"a":1}'],
  ['unsigned', () => ({}), '{}'],
  ['not JSON', () => signed('{}'), '{'],
])('keeps a message that is %s, and says that its signature is wrong', async (_, headers, body) => {
  const inbox = new Inbox(SECRET);
  expect(await inbox.receive(headers(), body)).toBe(204);
  expect(inbox.messages).toMatchObject([{ signatureValid: false }]);
});

test('a body that is not JSON is kept as text', async () => {
  const inbox = new Inbox(SECRET);
  await inbox.receive({}, 'not JSON');
  expect(inbox.messages[0]?.body).toBe('not JSON');
});

test('answers as it was told for so many messages, then 204 again', async () => {
  const inbox = new Inbox(SECRET);
  inbox.behave({ status: 503, delayMs: 0, times: 2 });
  const answers = [await inbox.receive({}, '1'), await inbox.receive({}, '2'), await inbox.receive({}, '3')];
  expect(answers).toEqual([503, 503, 204]);
  expect(inbox.messages.map(({ answered }) => answered)).toEqual([503, 503, 204]);
});

test('messages that come at once each use up one of the special answers', async () => {
  const inbox = new Inbox(SECRET);
  inbox.behave({ status: 500, delayMs: 50, times: 1 });
  const both = Promise.all([inbox.receive({}, '1'), inbox.receive({}, '2')]);
  await vi.advanceTimersByTimeAsync(50);
  expect(await both).toEqual([500, 204]);
});

test('answers after the delay, not before', async () => {
  const inbox = new Inbox(SECRET);
  inbox.behave({ status: 204, delayMs: 20_000, times: 1 });
  const answer = vi.fn();
  const received = inbox.receive({}, '1').then(answer);
  await vi.advanceTimersByTimeAsync(19_999);
  expect(answer).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await received;
  expect(answer).toHaveBeenCalledWith(204);
});

test('keeps the newest thousand messages, and none after it was emptied', async () => {
  const inbox = new Inbox(SECRET);
  for (let count = 1; count <= 1_002; count += 1) await inbox.receive({}, String(count));
  expect(inbox.messages).toHaveLength(1_000);
  expect([inbox.messages.at(0)?.body, inbox.messages.at(-1)?.body]).toEqual([3, 1_002]);
  inbox.clear();
  expect(inbox.messages).toEqual([]);
});

test('of large messages it keeps fewer, the newest', async () => {
  const inbox = new Inbox(SECRET);
  for (let count = 1; count <= 100; count += 1) await inbox.receive({}, `"${String(count).padEnd(60_000)}"`);
  const kept = inbox.messages.map(({ body }) => Number(body));
  expect(kept.length).toBeLessThan(70);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, back) => 100 - back).toReversed());
});
