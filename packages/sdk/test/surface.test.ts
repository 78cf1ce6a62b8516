import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Hearthgate, memoryCheckpoint } from '../src/index.ts';
import { VirtualClock } from './virtual-clock.ts';

const OPEN_API = fileURLToPath(new URL('../../../docs/openapi.json', import.meta.url));
const { paths } = JSON.parse(readFileSync(OPEN_API, 'utf8')) as { paths: Record<string, object> };
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method} ${path}`),
);

/** Calls go nowhere here; what they answer is tested against the server. */
test('the client reaches every operation of the description, and no other', async () => {
  const reached = new Set<string>();
  const clock = new VirtualClock();
  const client = new Hearthgate({
    baseUrl: 'http://server.test/prefix',
    apiKey: 'xHCSAPI_20260101T000000Z_a_b_c',
    clock,
    fetch: async (address, init) => {
      const { pathname } = new URL(address instanceof Request ? address.url : address);
      reached.add(templateOf(init?.method ?? '', pathname));
      const isStream = new Headers(init?.headers).get('accept') === 'text/event-stream';
      return isStream
        ? new Response('event: changed\ndata: {}\n\n', { headers: { 'content-type': 'text/event-stream' } })
        : Response.json({ items: [], nextCursor: null, hasMore: false, endedAt: 'now' });
    },
  });
  const [gateway, circuit, id] = ['101000001', 1, 'id'] as const;
  const { timePrograms: heating } = client.heatingCircuits;
  const { timePrograms: dhw } = client.dhwCircuits;
  const stop = new AbortController();
  const until = new Date('2026-01-15T10:00:00Z');
  const all = [
    client.apiKeys.me(),
    client.apiKeys.list().toArray(),
    client.apiKeys.create(),
    client.apiKeys.remove(id),
    client.contracts.list().toArray(),
    client.contracts.get(gateway),
    client.contracts.accept(gateway),
    client.contracts.remove(gateway),
    client.contracts.actOnMany({ action: 'ACCEPT', gatewayIds: [gateway] }),
    client.contracts.access(gateway),
    client.contracts.consentReceipt(gateway),
    client.registrations.apply({} as never),
    client.registrations.get(id, 'token'),
    client.registrations.firstKey('token'),
    client.invitations.publicKeys(),
    client.hvacs.list().toArray(),
    client.hvacs.fleet().toArray(),
    client.hvacs.get(gateway),
    client.hvacs.components(gateway),
    client.hvacs.heatSources(gateway),
    client.hvacs.heatSource(gateway, 1),
    client.hvacs.notifications(gateway).toArray(),
    client.heatingCircuits.list(gateway),
    client.heatingCircuits.get(gateway, circuit),
    client.heatingCircuits.update(gateway, circuit, { operationMode: 'AUTO' }, { expiresAt: until }),
    client.dhwCircuits.list(gateway),
    client.dhwCircuits.get(gateway, circuit),
    client.dhwCircuits.update(gateway, circuit, { operationMode: 'AUTO' }),
    client.dhwCircuits.charge(gateway, circuit),
    client.dhwCircuits.setCharge(gateway, circuit, { status: 'START' }),
    ...[heating, dhw].flatMap((programs) => [
      programs.list(gateway, circuit),
      programs.get(gateway, circuit, 'A'),
      programs.replace(gateway, circuit, 'A', []),
      programs.remove(gateway, circuit, 'A'),
    ]),
    client.away.get(gateway),
    client.away.set(gateway, { active: true }),
    client.holidays.list(gateway),
    client.holidays.get(gateway, id),
    client.holidays.create(gateway, {} as never),
    client.holidays.replace(gateway, id, {} as never),
    client.holidays.remove(gateway, id),
    client.recordings.dataPoints(gateway),
    client.commands.list(gateway).toArray(),
    client.commands.end(gateway, id),
    client.events.page(),
    client.events.read({ checkpoint: memoryCheckpoint(), signal: stop.signal }).next(),
    client.events.completeness({ gatewayId: gateway, from: until.toISOString() }),
    client.webhooks.list(),
    client.webhooks.get(id),
    client.webhooks.create({ url: 'https://receiver.test' }),
    client.webhooks.update(id, { paused: true }),
    client.webhooks.remove(id),
    client.webhooks.rotateSecret(id),
    client.webhooks.test(id),
    client.webhooks.replay(id, {}),
    client.webhooks.replays(id),
    client.webhooks.replayState(id, id),
    client.webhooks.cancelReplay(id, id),
    client.webhooks.attempts(id).toArray(),
    client.webhooks.attempt(id, id),
    client.webhooks.verifySignature(id, { headers: {}, body: '' }),
    client.webhooks.watch(id).next(),
  ] as const;
  await clock.run();
  stop.abort();
  await Promise.all(all);
  expect([...reached].toSorted()).toEqual(operations.toSorted());
});

function templateOf(method: string, pathname: string): string {
  const path = pathname.replace(/^\/prefix/, '');
  const fits = operations.filter((operation) => {
    const [verb = '', template = ''] = operation.split(' ');
    return (
      verb.toUpperCase() === method &&
      new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path)
    );
  });
  // `/api-keys/me` fits that of a key too; the one without a variable is meant.
  return fits.toSorted((a, b) => a.split('{').length - b.split('{').length)[0] ?? `${method} ${path}`;
}
