import { readFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { addMetricsRoute } from '../../src/platform/metrics/metrics-route.ts';
import { Metrics } from '../../src/platform/metrics/metrics.ts';
import { createHttpServer } from '../../src/platform/http/server.ts';
import { createLog } from '../../src/platform/log.ts';
import { ManualGateway } from '../harness/manual-gateway.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { twoCircuits } from '../harness/two-circuits.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { key: string; value: Record<string, unknown> }[];
  readonly links?: readonly { traceId: string }[];
}
interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: { attributes: readonly unknown[] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

const COLLECTOR_SECRET = 'collector-secret-7f3a';
const CALLER = '4bf92f3577b34da6a3ce929d0e0e4736';
const repository = new URL('../../../../', import.meta.url);

let sandbox: TestSandbox;
let gateway: ManualGateway;
let collector: Server;
let command: { commandId: string };
const exported: { text: string; authorization: string | undefined }[] = [];

const scrape = async () => (await fetch(`${sandbox.app.adminUrl}/metrics`)).text();
const spans = () =>
  exported.flatMap(({ text }) =>
    (JSON.parse(text) as Exported).resourceSpans.flatMap((each) =>
      each.scopeSpans.flatMap((scope) => scope.spans),
    ),
  );
const attribute = (span: Span, key: string) =>
  Object.values(span.attributes.find((each) => each.key === key)?.value ?? {})[0];
const until = (condition: () => boolean, what: string) => gateway.until(condition, what);

/** A value of the text format; undefined when there is none with these labels. */
function valueOf(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text
    .split('\n')
    .find(
      (each) =>
        (each.startsWith(`${name}{`) || each.startsWith(`${name} `)) &&
        wanted.every((part) => each.includes(part)),
    );
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
}

beforeAll(async () => {
  collector = createServer((incoming, answer) => {
    let text = '';
    incoming.on('data', (chunk) => (text += String(chunk)));
    incoming.on('end', () => {
      exported.push({ text, authorization: incoming.headers.authorization });
      answer.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  sandbox = await startSandbox({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${COLLECTOR_SECRET}`,
  });
  gateway = await ManualGateway.register(sandbox, twoCircuits());
  await gateway.connect();
  gateway.onCommand = (each) => void gateway.answer(gateway.execute(each));
  const path = `/hvacs/${gateway.gatewayId}/heatingCircuits/1`;
  await sandbox.call('GET', `${path}?secret=canary-query`);
  await sandbox.call('GET', '/hvacs/999999999');
  await sandbox.call('GET', '/nowhere/canary-path');
  sandbox.stopTime();
  for (let call = 0; call < 5; call += 1) await sandbox.call('GET', path);
  sandbox.passTime(600_000);
  const changed = await sandbox.call('PATCH', path, {
    body: { manualRoomSetpoint: 22.5 },
    headers: { traceparent: `00-${CALLER}-00f067aa0ba902b7-01` },
  });
  if (changed.status !== 200) throw new Error(`the change was not made: ${changed.status}`);
  const { body } = await sandbox.call<{ items: { commandId: string }[] }>(
    'GET',
    `/hvacs/${gateway.gatewayId}/commands`,
  );
  command = body.items[0] ?? { commandId: '' };
  await sandbox.settle();
});
afterAll(async () => {
  await sandbox.stop();
  collector.closeAllConnections();
  collector.close();
});

describe('GET /metrics', () => {
  test('counts what happened, by bounded labels', async () => {
    const text = await scrape();
    const at = (name: string, labels = {}) => valueOf(text, `hearthgate_${name}`, labels);
    expect(at('ingest_reports_acknowledged_total')).toBeGreaterThan(0);
    expect(at('ingest_reports_waiting')).toBe(0);
    expect(at('ingest_values_total')).toBeGreaterThan(10);
    expect(at('ingest_batch_seconds_count')).toBeGreaterThan(0);
    expect(at('gateways_online')).toBeGreaterThan(1);
    expect(at('presence_changes_total', { state: 'online' })).toBeGreaterThan(1);
    expect(at('commands_total', { end: 'CONFIRMED' })).toBe(1);
    expect(at('command_confirmation_seconds_count')).toBe(1);
    expect(at('delivery_attempts_total', { outcome: 'DELIVERED' })).toBeGreaterThan(0);
    expect(at('delivery_attempts_total', { outcome: 'FAILED' })).toBe(0);
    expect(at('delivery_endpoints', { state: 'up_to_date' })).toBeGreaterThan(0);
    expect(at('events_total', { type: 'DATA_POINT' })).toBeGreaterThan(0);
    expect(at('outbox_lag_seconds')).toBe(0);
    expect(at('database_up')).toBe(1);
    expect(at('rate_limit_hits_total', { policy: 'gateway' })).toBeGreaterThan(0);
    expect(at('http_refusals_total', { code: 'access-not-granted' })).toBeGreaterThan(0);
    const route = '/hvacs/:gatewayId/heatingCircuits/:circuitId';
    expect(at('http_request_seconds_count', { route, method: 'PATCH', status: '2xx' })).toBe(1);
    expect(at('http_request_seconds_count', { route: 'none', status: '4xx' })).toBe(1);
    expect(at('cache_hits_total', { cache: 'companies' })).toBeGreaterThan(0);
    expect(at('partitions_ahead_seconds', { table: 'events' })).toBeGreaterThan(86_400);
    expect(at('consent_anchor_lag_seconds')).toBe(0);
    expect(valueOf(text, 'process_cpu_seconds_total')).toBeGreaterThan(0);
  });

  test('names no gateway, company, key or path', async () => {
    const text = await scrape();
    const labels = text
      .split('\n')
      .filter((line) => line.includes('{'))
      .map((line) => line.slice(0, line.lastIndexOf(' ')));
    expect(labels.length).toBeGreaterThan(50);
    // Of the scrape before.
    expect(valueOf(text, 'hearthgate_metrics_queries_failed_total')).toBe(0);
    expect(labels.filter((line) => /\b\d{9}\b|cmp_|key_|whk_|hgPartner|canary/.test(line))).toEqual([]);
  });

  test('asks the database at most every 15 s', async () => {
    const before = valueOf(await scrape(), 'hearthgate_delivery_endpoints', { state: 'paused' });
    await sandbox.pool.query('UPDATE webhooks SET paused = true');
    expect(valueOf(await scrape(), 'hearthgate_delivery_endpoints', { state: 'paused' })).toBe(before);
    sandbox.passTime(15_000);
    expect(valueOf(await scrape(), 'hearthgate_delivery_endpoints', { state: 'paused' })).toBeGreaterThan(
      before ?? 0,
    );
    await sandbox.pool.query('UPDATE webhooks SET paused = false');
  });

  test.each([
    ['a caller on this machine', {}, 200],
    ['a proxy on this machine', { 'x-forwarded-for': '203.0.113.9' }, 401],
    ['a page that got here by another name', { host: 'evil.example' }, 401],
  ])('without a token: %s, %o, gets %i', async (_who, headers, status) => {
    expect(await statusOf(new URL(sandbox.app.adminUrl), headers)).toBe(status);
  });

  test('with a token answers to whoever shows it, under any name, and to nobody else', async () => {
    const app = createHttpServer(createLog('silent'));
    addMetricsRoute(app, new Metrics(() => 0), 'a-token-of-the-scraper');
    const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
    const shown = (authorization?: string) =>
      statusOf(url, { host: 'node-2:8081', ...(authorization !== undefined && { authorization }) });
    expect(await shown()).toBe(401);
    expect(await shown('Bearer a-token-of-the-scrapeR')).toBe(401);
    expect(await shown('Bearer ')).toBe(401);
    expect(await shown('Basic a-token-of-the-scraper')).toBe(401);
    expect(await shown('Bearer a-token-of-the-scraper')).toBe(200);
    await app.close();
  });

  test('has every metric that the dashboard and the alert rules use', async () => {
    const text = await scrape();
    const known = new Set(
      text
        .split('\n')
        .filter((line) => line && !line.startsWith('#'))
        .map((line) => line.split(/[ {]/, 1)[0]),
    );
    // One that has measured nothing yet, as garbage collections right after a start, has its type and no values.
    for (const [, name = ''] of text.matchAll(/^# TYPE (\w+) histogram$/gm))
      for (const part of ['bucket', 'count', 'sum']) known.add(`${name}_${part}`);
    // This one has neither Redis nor an archive.
    for (const name of ['redis_up', 'wal_archive_up', 'wal_archive_free_bytes', 'backup_age_seconds']) {
      expect(text).toContain(`# TYPE hearthgate_${name} gauge`);
      known.add(`hearthgate_${name}`);
    }
    const dashboard = JSON.parse(
      await readFile(new URL('deploy/grafana/dashboard.json', repository), 'utf8'),
    ) as {
      panels: { title: string; targets?: { expr: string }[] }[];
    };
    const rules = parse(await readFile(new URL('deploy/prometheus/alerts.yaml', repository), 'utf8')) as {
      groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[];
    };
    const alerts = rules.groups.flatMap((group) => group.rules);
    const expressions = [
      ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
      ...alerts.map(({ expr }) => expr),
    ];
    const used = new Set(
      expressions.flatMap((each) => each.match(/\b(hearthgate|process|nodejs)_[a-z0-9_]+/g) ?? []),
    );
    expect(used.size).toBeGreaterThan(50);
    expect([...used].filter((name) => !known.has(name))).toEqual([]);
    for (const { alert, annotations } of alerts)
      expect([alert, Object.keys(annotations).toSorted()]).toEqual([alert, ['cause', 'cure', 'summary']]);
  });
});

describe('traces', () => {
  test('a report is one connected trace, from its message to the attempts at webhooks', async () => {
    const isDelivery = (span: Span) =>
      span.name === 'delivery attempt' &&
      attribute(span, 'hearthgate.event.type') === 'DATA_POINT' &&
      Number(attribute(span, 'hearthgate.gateway.id')) === Number(gateway.gatewayId);
    await until(() => spans().some(isDelivery), 'the attempt');
    const { traceId } = spans().find(isDelivery) ?? { traceId: '' };
    const isComplete = (trace: readonly Span[]) => new Set(trace.map(({ name }) => name)).size === 5;
    await until(() => isComplete(spans().filter((span) => span.traceId === traceId)), 'the whole trace');
    const trace = spans().filter((span) => span.traceId === traceId);
    expect(parentsOf(trace)).toEqual([
      ['commit', 'report'],
      ['decode', 'report'],
      ['delivery attempt', 'fan-out'],
      ['fan-out', 'commit'],
      ['report', undefined],
    ]);
    const start = (name: string) => Number(trace.find((span) => span.name === name)?.startTimeUnixNano);
    expect(start('report')).toBeLessThanOrEqual(start('commit'));
    expect(start('commit')).toBeLessThanOrEqual(start('fan-out'));
    expect(start('fan-out')).toBeLessThanOrEqual(start('delivery attempt'));
  });

  test('a change is one connected trace, from the call to the read-back and its event', async () => {
    const isOfCommand = (span: Span) => attribute(span, 'hearthgate.command.id') === command.commandId;
    await until(() => spans().some(isOfCommand), 'the command');
    const { traceId } = spans().find(isOfCommand) ?? { traceId: '' };
    const trace = () => spans().filter((span) => span.traceId === traceId);
    const call = 'PATCH /hvacs/:gatewayId/heatingCircuits/:circuitId';
    await until(() => trace().some(({ name }) => name === call), 'the call');
    expect(parentsOf(trace())).toEqual(
      expect.arrayContaining([
        ['command', call],
        ['read-back', 'command'],
        [call, undefined],
        ['fan-out', 'command'],
      ]),
    );
    expect(trace().find(({ name }) => name === call)?.links?.[0]?.traceId).toBe(CALLER);
  });

  test('carry no secret, no path and no query, and the collector gets its header', () => {
    const { world } = sandbox;
    const all = exported.map(({ text }) => text).join('\n');
    expect(all.length).toBeGreaterThan(1_000);
    for (const secret of ['canary', world.keys.ok, COLLECTOR_SECRET, 'whsec_', 'password'])
      expect([secret, all.includes(secret)]).toEqual([secret, false]);
    expect(new Set(exported.map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${COLLECTOR_SECRET}`]),
    );
    expect(all).toContain('"service.name"');
  });
});

/** Names of spans with that of their parent, each pair once; a parent that is missing is told by its id. */
function parentsOf(trace: readonly Span[]): [string, string | undefined][] {
  const pairs = trace.map(({ name, parentSpanId }): [string, string | undefined] => {
    const parent = parentSpanId || undefined;
    return [name, parent && (trace.find(({ spanId }) => spanId === parent)?.name ?? parent)];
  });
  return [...new Map(pairs.map((pair) => [pair.join(), pair])).values()].toSorted(([a], [b]) =>
    a.localeCompare(b),
  );
}

function statusOf({ hostname, port }: URL, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path: '/metrics', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
}
