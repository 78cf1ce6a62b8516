import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { EVENT_TYPES, EventEnvelope, newWebhookSecret, verifyWebhook } from '@hearthgate/wire';
import { afterAll, expect, test, vi } from 'vitest';
import { UsageError } from '../shell/errors.ts';
import { runConformance } from './conformance.ts';
import { Messages } from './messages.ts';
import { runPack, type Report } from './run-pack.ts';
import { isGenuine, TestReceiver, type Habits } from './test-receiver.ts';

const SECRET = newWebhookSecret();
const BIN = fileURLToPath(new URL('../../bin/hearthgate.js', import.meta.url));
/** It takes 1.5 s each time. */
const WITHOUT_SLOW = new Set(['slow-sender']);
const REFUSALS = ['wrong-signature', 'no-signature', 'changed-body', 'changed-id', 'old-timestamp'];

const receivers: TestReceiver[] = [];
let directory: string | undefined;
afterAll(async () => {
  await Promise.all(receivers.map((one) => one.stop()));
  if (directory !== undefined) await rm(directory, { recursive: true });
});

async function receiver(habits?: Habits): Promise<TestReceiver> {
  const started = await TestReceiver.start(SECRET, habits);
  receivers.push(started);
  return started;
}

function run({ url }: { url: URL }, skip: ReadonlySet<string> = WITHOUT_SLOW, answerTimeoutMs = 15_000) {
  const options = { url, secret: SECRET, headers: {}, gatewayId: '999000001', answerTimeoutMs };
  return runPack(options, skip);
}

function idsOf(report: Report, outcome: string): string[] {
  return report.checks.filter((check) => check.outcome === outcome).map(({ id }) => id);
}

test.concurrent('a good receiver passes, and its books are as the report says', async () => {
  const good = await receiver();
  const report = await run(good, new Set());
  // It is no https.
  expect([idsOf(report, 'FAILED'), idsOf(report, 'ADVICE'), idsOf(report, 'SKIPPED')]).toEqual([
    [],
    ['address'],
    [],
  ]);
  expect(report.checks.length).toBeGreaterThan(22);
  expect([...good.handled.keys()].toSorted()).toEqual(report.handledOnce.toSorted());
  expect(new Set(good.handled.values())).toEqual(new Set([1]));
  expect(report.neverHandled.length).toBeGreaterThan(10);
});

/** A bad habit, and exactly what it is found out by. */
const HABITS: [string, Habits, string[]][] = [
  ['believes everything', { verify: () => true }, REFUSALS],
  [
    'does not look at the time',
    {
      verify: (secret, headers, body) => {
        const at = Number(headers['webhook-timestamp']) * 1_000;
        return verifyWebhook(secret, headers, body, at);
      },
    },
    ['old-timestamp'],
  ],
  [
    'checks only what is signed',
    { verify: (secret, headers, body) => !headers['webhook-signature'] || isGenuine(secret, headers, body) },
    ['no-signature'],
  ],
  [
    'reads the first signature only',
    {
      verify: (secret, headers, body) => {
        const [first = ''] = (headers['webhook-signature'] ?? '').split(' ');
        return isGenuine(secret, { ...headers, 'webhook-signature': first }, body);
      },
    },
    ['rotation'],
  ],
  [
    'checks the body as it would write it',
    { verify: (secret, headers, body) => isGenuine(secret, headers, JSON.stringify(JSON.parse(body))) },
    ['changed-body', 'raw-body'],
  ],
  [
    'refuses what it knows',
    { dislikes: ({ id }, seen) => (seen.has(id) ? 409 : undefined) },
    ['duplicate', 'duplicate-at-once', 'batch'],
  ],
  [
    'knows its types only',
    { dislikes: ({ type }) => (isKnown(type) ? undefined : 422) },
    ['every-type', 'gap', 'unknown-type'],
  ],
  [
    'insists on its fields',
    { dislikes: (event) => ('conformance' in event ? 400 : undefined) },
    ['unknown-fields'],
  ],
  ['reads objects only', { batches: false }, ['batch', 'large-batch']],
  ['reads 100 kB', { bodyMax: 102_400 }, ['large-batch']],
  ['reads 32 kB', { bodyMax: 32_768 }, ['large-event', 'large-batch']],
  [
    'calls the end of a key gone',
    { dislikes: ({ type }) => (type === 'API_KEY_EXPIRING' ? 410 : undefined) },
    ['every-type', 'key-expiry'],
  ],
  [
    'answers a browser',
    { before: (request, response) => request.method !== 'POST' && Boolean(response.writeHead(200).end()) },
    ['other-methods'],
  ],
];

test.concurrent.each(HABITS)('a receiver that %s is found out', async (_habit, habits, failed) => {
  const report = await run(await receiver(habits));
  expect(idsOf(report, 'FAILED').toSorted()).toEqual(failed.toSorted());
});

test.concurrent('one that insists on the order is found out', async () => {
  let last = 0;
  const dislikes: Habits['dislikes'] = ({ gatewayseq = last + 1 }) => {
    if (gatewayseq <= last) return 409;
    last = gatewayseq;
    return undefined;
  };
  expect(idsOf(await run(await receiver({ dislikes })), 'FAILED')).toContain('reorder');
});

test.concurrent('one that stops at an outdated consent is found out', async () => {
  const outdated = new Set<string>();
  const dislikes: Habits['dislikes'] = ({ type, gatewayid = '' }) => {
    if (type === 'CONSENT_OUTDATED') outdated.add(gatewayid);
    else if (outdated.has(gatewayid)) return 451;
    return undefined;
  };
  const skip = new Set([...WITHOUT_SLOW, 'every-type']);
  expect(idsOf(await run(await receiver({ dislikes }), skip), 'FAILED')[0]).toBe('consent-outdated');
});

test.concurrent('one that cuts slow bodies off is found out', async () => {
  const report = await run(await receiver({ bodyWithinMs: 1_000 }), new Set(['parallel', 'large-batch']));
  expect(idsOf(report, 'FAILED')).toEqual(['slow-sender']);
});

test.concurrent('one that serves one after the other is found out', async () => {
  let busy = false;
  const before: Habits['before'] = (_request, response) => {
    if (busy) return Boolean(response.writeHead(503).end());
    busy = true;
    response.once('close', () => setImmediate(() => (busy = false)));
    return false;
  };
  expect(idsOf(await run(await receiver({ before })), 'FAILED')).toContain('parallel');
});

test.concurrent('one that hangs is found out, and the limit is kept', async () => {
  const before: Habits['before'] = ({ headers }) => String(headers['content-length']).length > 5;
  const report = await run(await receiver({ before }), WITHOUT_SLOW, 1_000);
  expect(idsOf(report, 'FAILED')).toEqual(expect.arrayContaining(['large-batch', 'time-to-answer']));
  expect(report.checks.find(({ id }) => id === 'large-batch')?.came).toContain('no answer within 1 s');
});

test.concurrent('long answers, and refusals by an error, get advice', async () => {
  const report = await run(await receiver({ answer: 'x'.repeat(5_000), refusal: 500 }));
  expect(idsOf(report, 'FAILED')).toEqual([]);
  expect(idsOf(report, 'ADVICE').toSorted()).toEqual([...REFUSALS, 'answer-size', 'address'].toSorted());
});

test.concurrent('a redirect is told with where it leads, but not with its query', async () => {
  const before: Habits['before'] = (_request, response) =>
    Boolean(response.writeHead(308, { location: 'https://elsewhere.example/hook?token=secret' }).end());
  const report = await run(await receiver({ before }));
  const [valid] = report.checks;
  expect(valid).toMatchObject({ outcome: 'FAILED', hint: expect.stringContaining('not followed') });
  expect(idsOf(report, 'FAILED')).toContain('redirects');
  expect(idsOf(report, 'SKIPPED')).toEqual([...REFUSALS, 'slow-sender']);
  expect(JSON.stringify(report)).toContain('308 to https://elsewhere.example/hook');
  expect(JSON.stringify(report)).not.toContain('token=secret');
});

test.concurrent('a receiver that handles repeats twice shows in its own books only', async () => {
  const forgetful = await receiver({ forgets: true });
  const report = await run(forgetful);
  expect(idsOf(report, 'FAILED')).toEqual([]);
  const twice = report.handledOnce.filter((id) => forgetful.handled.get(id) !== 1);
  expect(twice.length).toBeGreaterThan(2);
});

test.concurrent('nobody at home ends after one message', async () => {
  const gone = await TestReceiver.start(SECRET);
  const { url } = gone;
  await gone.stop();
  const report = await run({ url });
  expect(report.counts).toMatchObject({ FAILED: 1, PASSED: 0 });
  expect(report.checks[0]?.came).toContain('ECONNREFUSED');
});

test('its events are what deliveries send', () => {
  const isEvent = new Ajv2020({ strict: false, validateFormats: false }).compile(EventEnvelope);
  const messages = new Messages('999000001');
  for (const type of EVENT_TYPES) {
    isEvent(JSON.parse(messages.event(type).body));
    expect([type, isEvent.errors]).toEqual([type, null]);
  }
});

test('the command tells, writes its page, and says by its exit code how it went', async () => {
  directory = await mkdtemp(join(tmpdir(), 'hg-conformance-'));
  const page = join(directory, 'report.md');
  const { url } = await receiver({ batches: false, before: needsToken });
  const header = ['--header', 'Authorization: Bearer token-of-mine'];
  const failed = await command(url.href, '--skip', 'slow-sender', '--report', page, ...header);
  expect(failed.code).toBe(1);
  expect(failed.text).toMatch(/^ok +valid-event +a signed event is accepted\n/);
  expect(failed.text).toMatch(/FAILED +batch .*\n +sent .*\n +expected .*\n +came +3 x|2 x 400/);
  const markdown = await readFile(page, 'utf8');
  expect(markdown).toContain('| FAILED | `batch` |');
  expect(failed.text + markdown).not.toMatch(/whsec_|token-of-mine/);
  const well = await command(url.href, '--json', ...header, ...skips('slow-sender', 'batch', 'large-batch'));
  expect(well.code).toBe(0);
  expect((JSON.parse(well.text) as Report).counts).toMatchObject({ FAILED: 0, SKIPPED: 3 });
});

test.each([
  [[], 'say which receiver'],
  [['ftp://x'], 'is not an address'],
  [['http://x', '--skip', 'nothing'], 'there is no check "nothing"'],
  [['http://x', '--secret', 'whsec_short'], 'not of the form'],
  [['http://x', '--secret', 'whpk_AAAA'], 'a public key cannot sign'],
  [['http://x', '--header', 'secret'], "not of the form 'name: value'"],
  [['http://x', '--gateway', '12'], 'nine digits'],
])('%j is refused with the cure', async (args, text) => {
  vi.stubEnv('HEARTHGATE_WEBHOOK_SECRET', SECRET);
  const told = await runConformance(args).catch((error: unknown) => error);
  expect(told).toBeInstanceOf(UsageError);
  expect(String(told)).toContain(text);
});

function isKnown(type: string): boolean {
  return (EVENT_TYPES as readonly string[]).includes(type);
}

function needsToken(
  request: { headers: Record<string, unknown> },
  response: { writeHead(status: number): { end(): unknown } },
): boolean {
  return (
    request.headers['authorization'] !== 'Bearer token-of-mine' && Boolean(response.writeHead(403).end())
  );
}

function skips(...ids: string[]): string[] {
  return ids.flatMap((id) => ['--skip', id]);
}

async function command(...args: string[]): Promise<{ code: number; text: string }> {
  const env = { ...process.env, HEARTHGATE_WEBHOOK_SECRET: SECRET };
  const child = spawn(process.execPath, [BIN, 'conformance', ...args], { env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += String(data)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, text };
}
