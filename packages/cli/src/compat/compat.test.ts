import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startSandbox } from '../../../server/test/harness/sandbox.ts';
import { UsageError } from '../shell/errors.ts';
import { loadApi } from './api.ts';
import { checkHar, type CompatReport } from './check-har.ts';
import { runCompat } from './compat.ts';
import { HarError } from './har.ts';
import { harOf, Recorder, type HarEntry } from './recorder.ts';
import { redactHar } from './redact.ts';
import { schemaDifferences } from './schema-diff.ts';

const BASE = 'https://api.example.com/partner/v1';
const COOKIE = 'SESSION-OF-SOMEBODY';

describe('recorded traffic', () => {
  let directory: string;
  let recorded: HarEntry[];
  let key: string;
  let baseUrl: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hg-compat-'));
    const sandbox = await startSandbox();
    ({ ok: key = '' } = sandbox.world.keys);
    ({ baseUrl } = sandbox.world);
    recorded = await recordTour(new Recorder(baseUrl, key), (ms) => sandbox.passTime(ms));
    await sandbox.stop();
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  async function check(entries: readonly unknown[], base?: string): Promise<CompatReport> {
    return checkHar(await written(harOf(entries)), base);
  }
  let files = 0;
  async function written(text: string): Promise<string> {
    const file = join(directory, `${(files += 1)}.har`);
    await writeFile(file, text);
    return file;
  }
  function copyOf(path: string, method = 'GET'): HarEntry {
    const entry = recorded.find(
      ({ request }) => request.method === method && new URL(request.url).pathname.endsWith(path),
    );
    if (!entry) throw new Error(`no ${method} ${path} was recorded`);
    return structuredClone(entry);
  }
  function withAnswer(entry: HarEntry, change: (body: Record<string, unknown>) => void): HarEntry {
    const body = JSON.parse(entry.response.content.text ?? '') as Record<string, unknown>;
    change(body);
    entry.response.content.text = JSON.stringify(body);
    return entry;
  }

  test('of our own sandbox has no differences', async () => {
    const report = await check(recorded);
    expect(report.differences).toEqual([]);
    expect(report.base).toBe(baseUrl);
    expect(report.entries).toMatchObject({ all: recorded.length, checked: recorded.length, withoutBody: 0 });
    expect(report.routes.seen.length).toBeGreaterThan(35);
    expect(report.routes.documentedNotSeen).toEqual(['DELETE /contracts/{gatewayId}']);
  });

  test('of another host with a path before ours, among pages and pictures, is found', async () => {
    const elsewhere = recorded.map((entry) => {
      const copy = structuredClone(entry);
      copy.request.url = entry.request.url.replace(baseUrl, BASE);
      return copy;
    });
    const page = structuredClone(copyOf('/hvacs'));
    page.request.url = 'https://www.example.com/start';
    const report = await check([page, ...elsewhere]);
    expect([report.base, report.differences]).toEqual([BASE, []]);
    expect(report.entries.others).toBe(1);
    await expect(check(elsewhere, 'https://elsewhere.example')).rejects.toThrow(/none of the \d+ entries/);
  });

  const CHANGES: [string, (entry: (path: string, method?: string) => HarEntry) => HarEntry, object][] = [
    [
      'a route that we do not have',
      (entry) => moved(entry('/hvacs'), '/hvacs', '/hvacs/101000001/solarCircuits'),
      { route: 'GET /hvacs/{id}/solarCircuits', part: 'route', kind: 'ROUTE', expected: 'no such path' },
    ],
    [
      'a method that we do not have',
      (entry) => {
        const copy = entry('/hvacs');
        copy.request.method = 'POST';
        return copy;
      },
      { part: 'route', kind: 'ROUTE', expected: 'one of GET', recorded: '"POST answered 200"' },
    ],
    [
      'a gateway id of another form',
      (entry) => moved(entry('/components'), /\d{9}/, 'GW-77'),
      { route: 'GET /hvacs/{gatewayId}/components', part: 'path', pointer: 'gatewayId', origin: 'reference' },
    ],
    [
      'a parameter that we do not know',
      (entry) => moved(entry('/hvacs'), '/hvacs', '/hvacs?expand=all'),
      { part: 'query', kind: 'UNKNOWN', pointer: 'expand', recorded: '"all"' },
    ],
    [
      'a parameter with another word',
      (entry) => moved(entry('/contracts'), '/contracts', '/contracts?status=RUNNING'),
      { part: 'query', kind: 'VALUE', pointer: 'status' },
    ],
    [
      'a call without a key that was answered',
      (entry) => withoutHeader(entry('/hvacs'), 'request', 'x-api-key'),
      { part: 'request header', kind: 'MISSING', pointer: 'x-api-key', origin: 'reference' },
    ],
    [
      'a version with a minor number',
      (entry) => withHeader(entry('/hvacs'), 'request', 'X-API-Version', '1.35'),
      { part: 'request header', kind: 'VALUE', pointer: 'x-api-version', origin: 'reference' },
    ],
    [
      'a field in a request',
      (entry) => {
        const copy = entry('/heatingCircuits/1', 'PATCH');
        if (copy.request.postData) copy.request.postData.text = '{"mode":"AUTO","manualRoomSetpoint":21}';
        return copy;
      },
      { part: 'request body', kind: 'UNKNOWN', pointer: '/mode', origin: 'hearthgate' },
    ],
    [
      'a status that we never answer',
      (entry) => {
        const copy = entry('/hvacs');
        copy.response.status = 206;
        return copy;
      },
      { part: 'status', kind: 'STATUS', recorded: '206', expected: '200, or a refusal' },
    ],
    [
      'an answer of another version',
      (entry) =>
        withHeader(
          withoutHeader(entry('/hvacs'), 'response', 'x-api-version'),
          'response',
          'X-Api-Version',
          '1.36',
        ),
      {
        part: 'answer header',
        kind: 'VALUE',
        pointer: 'x-api-version',
        recorded: '"1.36"',
        origin: 'reference',
      },
    ],
    [
      'a header that we do not send',
      (entry) => withHeader(entry('/hvacs'), 'response', 'X-Quota-Left', '12'),
      { part: 'answer header', kind: 'UNKNOWN', pointer: 'x-quota-left' },
    ],
    [
      'a field in an answer',
      (entry) =>
        withAnswer(entry('/hvacs'), (body) =>
          Object.assign((body['items'] as object[])[1] ?? {}, { colour: 'red' }),
        ),
      { part: 'answer body', kind: 'UNKNOWN', pointer: '/items/*/colour', recorded: '"red"' },
    ],
    [
      'a field that is not there',
      (entry) => withAnswer(entry('/api-keys/me'), (body) => delete body['expiresAt']),
      {
        part: 'answer body',
        kind: 'MISSING',
        pointer: '/expiresAt',
        recorded: 'nothing',
        expected: 'string',
      },
    ],
    [
      'a number as text',
      (entry) => withAnswer(entry('/heatingCircuits/1'), (body) => (body['roomTemperature'] = '21.5')),
      { part: 'answer body', kind: 'TYPE', pointer: '/roomTemperature', expected: 'number' },
    ],
    [
      'a value of another kind in a component',
      (entry) =>
        withAnswer(entry('/components'), (body) =>
          Object.assign((body['items'] as object[])[0] ?? {}, { id: 7.5 }),
        ),
      { part: 'answer body', pointer: '/items/*/id' },
    ],
    [
      'a page in place of JSON',
      (entry) => {
        const copy = entry('/hvacs');
        copy.response.content.text = '<html>';
        return copy;
      },
      { part: 'answer body', kind: 'TYPE', pointer: '', expected: 'JSON' },
    ],
  ];
  test.each(CHANGES)('%s is found, and nothing else', async (_what, change, expected) => {
    const { differences } = await check([...recorded, change(copyOf)]);
    expect(differences).toEqual([
      expect.objectContaining({ ...expected, count: 1, entries: [recorded.length + 1] }),
    ]);
  });

  test('the same difference in many entries is listed once, with all of them', async () => {
    const strange = () => withAnswer(copyOf('/hvacs'), (body) => (body['total'] = 7));
    const { differences } = await check([...recorded, strange(), strange(), strange()]);
    expect(differences).toMatchObject([
      { pointer: '/total', count: 3, entries: [1, 2, 3].map((n) => recorded.length + n) },
    ]);
  });

  test('secrets are counted and never printed, and a copy has none of them', async () => {
    const secret = withHeader(copyOf('/hvacs'), 'request', 'Cookie', `id=${COOKIE}`);
    secret.request.cookies.push({ name: 'id', value: COOKIE });
    secret.request.url += `?access_token=${COOKIE}`;
    const leaking = withAnswer(copyOf('/api-keys/me'), (body) =>
      Object.assign(body, { note: key, password: COOKIE }),
    );
    const file = await written(harOf([...recorded, secret, leaking]));
    const told: string[] = [];
    for (const out of ['log', 'error'] as const)
      vi.spyOn(console, out).mockImplementation((text: unknown) => void told.push(String(text)));
    const clean = join(directory, 'clean.har');
    await runCompat([file, '--redact', clean, '--hash-ids']);
    await runCompat([file, '--json']);
    vi.restoreAllMocks();
    process.exitCode = undefined;
    const output = told.join('\n');
    expect(output).toMatch(/holds secrets \(.*\bcookie in 1\b/);
    expect(output).toMatch(/holds secrets \(.*x-api-key in \d+/);
    expect(output).toContain('/password: unknown');
    expect(output).not.toContain(key);
    expect(output).not.toContain(COOKIE);
    const copy = await readFile(clean, 'utf8');
    expect(copy).not.toContain(key);
    expect(copy).not.toContain(COOKIE);
    expect(copy).not.toMatch(/xHCSAPI_|whsec_|_initiator|101000001/);
    const report = await checkHar(clean);
    expect(report.secrets).toEqual({});
    // What differed before does so in the copy, and nothing else.
    expect(report.differences.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/note',
      '/password',
      'access_token',
    ]);
    expect(report.routes.seen.length).toBeGreaterThan(35);
  });

  test('a copy without --hash-ids keeps the ids', async () => {
    const clean = join(directory, 'kept.har');
    await redactHar(await written(harOf(recorded)), clean, false);
    expect(await readFile(clean, 'utf8')).toContain('101000001');
    expect((await checkHar(clean)).differences).toEqual([]);
  });

  test('answers without a body, and calls that were broken off, are counted', async () => {
    const withoutBody = copyOf('/hvacs');
    delete withoutBody.response.content.text;
    const broken = copyOf('/hvacs');
    broken.response.status = 0;
    const encoded = copyOf('/hvacs');
    encoded.response.content.text = Buffer.from(encoded.response.content.text ?? '').toString('base64');
    encoded.response.content.encoding = 'base64';
    const report = await check([...recorded, withoutBody, broken, encoded]);
    expect(report.differences).toEqual([]);
    expect(report.entries).toMatchObject({ withoutBody: 1, unanswered: 1, checked: recorded.length + 2 });
  });

  test('a file that is no recording is told so', async () => {
    const whole = harOf(recorded.slice(0, 3));
    const cases: [string, RegExp][] = [
      ['', /is empty/],
      ['hello', /is no JSON: "h" after 0 characters/],
      ['{"log":{}}', /no log\.entries/],
      ['{"entries":[{}]}', /no log\.entries/],
      [whole.slice(0, -500), /ends in the middle, after 2 whole entries/],
      [whole.replace('"request"', 'request'), /entry 1 is not valid JSON/],
      [harOf([{ request: {} }]), /entry 1 is not one of a HAR file/],
      [harOf([{ request: { url: 'https://x.example/start' }, response: {} }]), /none of the 1 entries/],
      [`${whole}]`, /is no JSON: "\]"/],
    ];
    for (const [text, error] of cases) {
      const told: unknown = await checkHar(await written(text)).catch((one: unknown) => one);
      expect(told).toBeInstanceOf(HarError);
      expect(String(told)).toMatch(error);
    }
    await expect(checkHar(join(directory, 'none.har'))).rejects.toThrow(/cannot read .*ENOENT/);
  });

  test('a broken file leaves no copy behind', async () => {
    const target = join(directory, 'half.har');
    const file = await written(harOf(recorded).slice(0, -500));
    await expect(redactHar(file, target, false)).rejects.toThrow(HarError);
    await expect(readFile(target)).rejects.toThrow('ENOENT');
    await expect(readFile(`${target}.part`)).rejects.toThrow('ENOENT');
  });

  test('schemas are understood as a validator of JSON Schema does, with whatever stands there', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const { routes } = loadApi();
    const samples = recorded.flatMap(({ request, response }) => {
      const path = new URL(request.url).pathname;
      const route = routes.find(
        (one) =>
          one.method === request.method &&
          new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
      );
      // Data of WITHHELD may be anything, so to a validator data of all events may.
      if (path === '/events') return [];
      const schema = route?.answers[response.status]?.['application/json'];
      return schema && response.content.mimeType.includes('json') && response.content.text
        ? [{ schema, validate: ajv.compile(schema), text: response.content.text }]
        : [];
    });
    expect(samples.length).toBeGreaterThan(30);
    const other = fc.constantFrom<unknown>(null, 'word', -1, 1.5, true, [], {}, [null], { a: 1 });
    let refused = 0;
    fc.assert(
      fc.property(fc.nat(samples.length - 1), fc.nat(), other, fc.boolean(), (index, at, value, remove) => {
        const sample = samples[index];
        if (!sample) return;
        const body = changed(JSON.parse(sample.text), at, value, remove);
        const isValid = sample.validate(body);
        if (!isValid) refused += 1;
        const found = schemaDifferences(sample.schema, body, 'hearthgate');
        // Fields that are allowed but unknown are no fault to a validator; times it does not check here.
        const faults = found.filter(
          ({ kind, expected }) => kind !== 'UNKNOWN' && !expected.startsWith('date'),
        );
        expect(faults.length === 0).toBe(isValid);
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});

test.each([
  [[], 'needs FILE.har'],
  [['a.har', 'b.har'], '"b.har" is too much'],
  [['a.har', '--hash-ids'], '--redact OUT.har'],
  [['a.har', '--redact', './a.har'], 'the recording itself'],
  [['a.har', '--base', 'here'], 'is not an address'],
  [['a.har', '--no'], 'hearthgate compat --help'],
])('%j is refused with the cure', async (args, text) => {
  const told: unknown = await runCompat(args).catch((error: unknown) => error);
  expect(told).toBeInstanceOf(UsageError);
  expect(String(told)).toContain(text);
});

/** Calls of all kinds, refusals too. */
async function recordTour(recorder: Recorder, passTime: (ms: number) => void): Promise<HarEntry[]> {
  const get = (path: string) => {
    passTime(10_000);
    return recorder.call('GET', path);
  };
  for (const path of ['/api-keys/me', '/api-keys', '/contracts', '/hvacs', '/webhooks', '/pro/fleet'])
    await get(path);
  await get('/.well-known/hearthgate-keys.json');
  await get('/events?limit=20&type=CONTRACT_STATUS,CONNECTIVITY_STATUS');
  const { items } = (await get('/contracts?status=ACTIVE')) as { items: { gatewayId: string }[] };
  const first = items.find(({ gatewayId }) => gatewayId === '101000001');
  if (!first) throw new Error('the sandbox has no contract');
  const from = new Date(Date.now() - 3_600_000).toISOString();
  await get(`/events/completeness?gatewayId=${first.gatewayId}&from=${from}&to=${new Date().toISOString()}`);
  for (const { gatewayId } of items) {
    await get(`/contracts/${gatewayId}`);
    for (const path of [
      '',
      '/components',
      '/heatSources',
      '/heatSources/1',
      '/notifications?state=all',
      '/away',
      '/holidays',
      '/commands',
    ])
      await get(`/hvacs/${gatewayId}${path}`);
    for (const kind of ['heatingCircuits', 'dhwCircuits']) {
      await get(`/hvacs/${gatewayId}/${kind}`);
      await get(`/hvacs/${gatewayId}/${kind}/1`);
      await get(`/hvacs/${gatewayId}/${kind}/1/timePrograms`);
    }
    await get(`/hvacs/${gatewayId}/dhwCircuits/1/charge`);
  }
  const own = `/hvacs/${first.gatewayId}`;
  await get(`/contracts/${first.gatewayId}/access`);
  await get(`/contracts/${first.gatewayId}/consent/receipt`);
  const series = `/hvacs/${first.gatewayId}/recordings?dataPoint=hvac.heatingCircuit.hc1.roomTemperature&from=${from}&to=${new Date().toISOString()}`;
  await get(`${series}&resolution=PT1H`);
  await recorder.call('GET', series, { headers: { accept: 'text/csv' } });
  await recorder.call('PATCH', `${own}/heatingCircuits/1`, {
    body: { manualRoomSetpoint: 21 },
    headers: { 'idempotency-key': 'one', prefer: 'wait=0' },
  });
  await recorder.call('PATCH', `${own}/dhwCircuits/1`, { body: { operationMode: 'AUTO' } });
  await recorder.call('PUT', `${own}/dhwCircuits/1/charge`, { body: { status: 'START' } });
  for (const kind of ['heatingCircuits', 'dhwCircuits']) {
    const program = `${own}/${kind}/1/timePrograms`;
    const listed = (await get(program)) as { items: { id: string }[] };
    const [{ id } = { id: 'A' }] = listed.items;
    const read = (await get(`${program}/${id}`)) as { switchPoints?: unknown };
    await recorder.call('PUT', `${program}/${id}`, { body: { switchPoints: read.switchPoints ?? [] } });
  }
  await recorder.call('POST', '/api-keys');
  const made = (await recorder.call('POST', '/webhooks', {
    body: { name: 'a', url: 'http://127.0.0.1:9/hook' },
  })) as { webhookId: string };
  await get(`/webhooks/${made.webhookId}`);
  await get(`/webhooks/${made.webhookId}/attempts`);
  await recorder.call('DELETE', `/webhooks/${made.webhookId}`);
  await recorder.call('PATCH', `/contracts/${first.gatewayId}`, { body: { action: 'ACCEPT' } });
  // Refusals: unknown, not given, too many, and invalid.
  await get(`${own}/heatingCircuits/9`);
  await get('/hvacs/999999999');
  await recorder
    .call('PATCH', `${own}/heatingCircuits/1`, { body: { colour: 'red' } })
    .then(() => recorder.entries.pop());
  for (let call = 0; call < 7; call += 1) await recorder.call('GET', '/api-keys/me');
  await recorder.call('GET', '/hvacs', { headers: { 'x-api-key': 'wrong' } });
  return recorder.entries;
}

function moved(entry: HarEntry, from: string | RegExp, to: string): HarEntry {
  entry.request.url = entry.request.url.replace(from, to);
  return entry;
}

function withHeader(entry: HarEntry, side: 'request' | 'response', name: string, value: string): HarEntry {
  entry[side].headers.push({ name, value });
  return entry;
}

function withoutHeader(entry: HarEntry, side: 'request' | 'response', name: string): HarEntry {
  entry[side].headers = entry[side].headers.filter((header) => header.name !== name);
  return entry;
}

/** The `at`-th value inside becomes another one, or goes. */
function changed(body: unknown, at: number, value: unknown, remove: boolean): unknown {
  const places: { owner: Record<string, unknown>; name: string }[] = [];
  const collect = (inside: unknown) => {
    if (typeof inside !== 'object' || inside === null) return;
    const owner = inside as Record<string, unknown>;
    for (const name of Object.keys(owner)) {
      places.push({ owner, name });
      collect(owner[name]);
    }
  };
  collect(body);
  const place = places[at % places.length];
  if (!place) return value;
  if (remove && !Array.isArray(place.owner)) delete place.owner[place.name];
  else place.owner[place.name] = value;
  return body;
}
