import { createServer, type Server } from 'node:http';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect, createServer as createRelay, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUSE_PROFILES } from '@hearthgate/device';
import { EVENT_TYPES as LOGGED } from '@hearthgate/wire';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startSandbox, type TestSandbox } from '../../server/test/harness/sandbox.ts';
import { runEvents } from './events/events.ts';
import { EVENT_TYPES } from './events/event-types.ts';
import { runGateway } from './gateway/gateway.ts';
import { GATEWAY } from './gateway/help.ts';
import { runKey } from './key/key.ts';
import { runListen } from './listen/listen.ts';
import { runSandbox } from './sandbox/sandbox.ts';
import { UsageError } from './shell/errors.ts';
import type { Screen } from './shell/screen.ts';
import { runTrigger } from './trigger/trigger.ts';
import { BY_HAND, TRIGGERS } from './trigger/triggers.ts';

const HOUSE = '101000001';

let sandbox: TestSandbox;
let env: NodeJS.ProcessEnv;
let printed: string[];
let notes: string[];
const screen: Screen = {
  print: (line) => printed.push(...line.split('\n')),
  note: (line) => notes.push(line),
  progress: () => undefined,
};
const out = () => printed.join('\n');
const parsed = (): unknown => JSON.parse(out());

beforeAll(async () => {
  sandbox = await startSandbox({}, {}, '2026-05-12T10:00:00Z');
  const config = await mkdtemp(join(tmpdir(), 'hg-cli-'));
  env = { HEARTHGATE_URL: sandbox.app.url, XDG_CONFIG_HOME: config };
});
afterAll(async () => {
  await sandbox.stop();
  await rm(env['XDG_CONFIG_HOME'] ?? '', { recursive: true });
});
beforeEach(() => {
  // As if nothing had been called for long: what is tested here are not the limits.
  sandbox.passTime(60_000);
  printed = [];
  notes = [];
});

test('the tables of completion name what the platform knows', () => {
  expect(new Set(EVENT_TYPES)).toEqual(new Set(LOGGED));
  expect(new Set([...Object.keys(TRIGGERS), ...Object.keys(BY_HAND)])).toEqual(new Set(LOGGED));
  expect(new Set(GATEWAY.options.profile.words)).toEqual(new Set([...HOUSE_PROFILES, 'none']));
});

describe('the key', () => {
  test('a sandbox on this machine lends one, and says so beside the result', async () => {
    await runKey(['list', '--json'], screen, env);
    expect(notes).toEqual([`Using the key of Alder Heating Services in the sandbox at ${sandbox.app.url}.`]);
    expect((parsed() as { inUse: boolean }[]).filter(({ inUse }) => inUse)).toHaveLength(1);
  });

  test.each([
    [{ HEARTHGATE_URL: 'https://api.example.org' }, /HEARTHGATE_API_KEY is not set: it holds the API key/],
    [{ HEARTHGATE_URL: 'http://127.0.0.1:1' }, /no sandbox answers.*hearthgate start/],
    [{ HEARTHGATE_URL: 'http://api.example.org', HEARTHGATE_API_KEY: 'x' }, /in the clear/],
    [{ HEARTHGATE_URL: 'here' }, /is not an address like/],
  ])('without one, %j is told with the cure', async (given, message) => {
    await expect(runKey(['list'], screen, given)).rejects.toThrow(message);
    await expect(runKey(['list'], screen, given)).rejects.toThrow(UsageError);
  });

  test('a wrong one is refused in one line', async () => {
    const wrong = { ...env, HEARTHGATE_API_KEY: 'nonsense' };
    await expect(runKey(['list'], screen, wrong)).rejects.toThrow(/^401 api-key-malformed: /);
  });

  test('is renewed: the new one stands alone on standard output, and the old one ends when that is wished', async () => {
    await runKey(['create'], screen, env);
    const own = { ...env, HEARTHGATE_API_KEY: out() };
    printed = [];
    await runKey(['renew', '--remove-old'], screen, own);
    expect(printed).toEqual([expect.stringMatching(/^xHCSAPI_/)]);
    await expect(runKey(['list'], screen, own)).rejects.toThrow('401 api-key-removed');
    const renewed = { ...env, HEARTHGATE_API_KEY: printed[0] };
    await expect(runKey(['list'], screen, renewed)).resolves.toBeUndefined();
  });

  test('that all share is not taken away from under them', async () => {
    await expect(runKey(['renew', '--remove-old'], screen, env)).rejects.toThrow('lends to everybody');
  });
});

describe('gateways and the world', () => {
  test('a house is added, listed, shown with what is allowed, unplugged and plugged', async () => {
    await runGateway(['add', '--profile', 'hybrid', '--json'], screen, env);
    const { gatewayId } = parsed() as { gatewayId: string };
    printed = [];
    await runGateway(['list'], screen, env);
    expect(out()).toMatch(new RegExp(`^${gatewayId} +ONLINE +K40 +BOSCH +HYBRID`, 'm'));
    printed = [];
    await runGateway(['show', gatewayId], screen, env);
    expect(out()).toMatch(/circuits +heating circuit 1/);
    await runGateway(['unplug', gatewayId], screen, env);
    await sandbox.advance('PT2M');
    printed = [];
    await runGateway(['list'], screen, env);
    expect(out()).toMatch(new RegExp(`^${gatewayId} +OFFLINE`, 'm'));
    await runGateway(['plug', gatewayId], screen, env);
  });

  test('what is refused is named once, with the page that says the cure', async () => {
    await runGateway(['show', '101000004'], screen, env);
    expect(out()).toMatch(/451 consent-outdated: \d+ of \d+ calls.*; http.*\/docs\/errors\/consent-outdated/);
  });

  test('the clock moves as far as said, stops, goes on, and goes faster', async () => {
    const clock = async (...changes: string[]) => {
      printed = [];
      await runSandbox(['clock', ...changes, '--json'], screen, env);
      return parsed() as { now: string; frozen: boolean; speed: number };
    };
    const before = await clock();
    const after = await clock('+1h30m');
    expect(Date.parse(after.now) - Date.parse(before.now)).toBe(5_400_000);
    expect(await clock('run', 'x60')).toMatchObject({ frozen: false, speed: 60 });
    expect(await clock('freeze', 'x1')).toMatchObject({ frozen: true, speed: 1 });
    await expect(clock('6h')).rejects.toThrow('"6h" is none of +6h, +P1D, freeze, run, x60');
  });

  test('the world is shown without its secrets', async () => {
    await runSandbox(['show'], screen, env);
    expect(out()).toMatch(/101000004 +consent-outdated/);
    expect(out()).not.toContain(sandbox.world.keys.ok);
  });

  test.each([
    [['--url', 'http://127.0.0.1:1'], /no sandbox answers at .*hearthgate start/],
    [['--url', 'ftp://x'], /is not an address/],
  ])('a sandbox that is not there: %j', async (options, message) => {
    await expect(runSandbox(['show', ...options], screen, {})).rejects.toThrow(message);
  });
});

describe('trigger', () => {
  test.each([
    ['CONNECTIVITY_STATUS', ['OFFLINE', 'ONLINE']],
    ['CONTRACT_STATUS', ['PAUSED', 'ACTIVE']],
    ['COMMAND_STATUS', ['CONFIRMED', 'CONFIRMED']],
  ])('%s comes, and the world is as before', async (event, states) => {
    await runTrigger([event, '--gateway', HOUSE, '--json'], screen, env);
    const events = printed.map(
      (line) => JSON.parse(line) as { type: string; gatewayid: string; data: object },
    );
    expect(events.map(({ type, gatewayid }) => [type, gatewayid])).toEqual(states.map(() => [event, HOUSE]));
    expect(events.map(({ data }) => Object.values(data))).toEqual(
      states.map((state) => expect.arrayContaining([state])),
    );
  });

  test.each([
    'DATA_POINT',
    'CONSENT_OUTDATED',
    'API_KEY_CREATED',
    'API_KEY_REMOVED',
    'WEBHOOK_PAUSED',
    'FIRMWARE_OUTDATED',
  ])('%s comes', async (event) => {
    await runTrigger([event], screen, env);
    expect(printed.length).toBeGreaterThan(0);
    for (const line of printed) expect(line).toContain(`  ${event}`);
  });

  test('an owner accepts the new text afterwards', async () => {
    await runTrigger(['CONSENT_OUTDATED'], screen, env);
    const { status } = await sandbox.call('GET', `/hvacs/${HOUSE}/heatingCircuits/1`);
    expect(status).toBe(200);
  });

  test.each([
    [[], 'which event?'],
    [['NOTHING'], '"NOTHING" cannot be triggered'],
    [['API_KEY_EXPIRING'], 'hearthgate sandbox clock'],
    [['DATA_POINT', '--gateway', '999999999'], 'no house stands behind 999999999'],
  ])('%j is refused with the cure', async (args, message) => {
    await expect(runTrigger(args, screen, env)).rejects.toThrow(message);
    await expect(runTrigger(args, screen, env)).rejects.toThrow(UsageError);
  });
});

describe('events', () => {
  test('the log is shown to its end, and a cursor for what comes later', async () => {
    await runEvents(
      ['tail', '--once', '--events', 'contract_status', '--gateway', HOUSE, '--json'],
      screen,
      env,
    );
    const seen = printed.map((line) => JSON.parse(line) as { type: string });
    expect(seen.length).toBeGreaterThan(1);
    expect(new Set(seen.map(({ type }) => type))).toEqual(new Set(['CONTRACT_STATUS']));
    const cursor = /--cursor (\S+)/.exec(notes.at(-1) ?? '')?.[1] ?? '';
    await runTrigger(['API_KEY_CREATED'], screen, env);
    printed = [];
    await runEvents(['tail', '--once', '--cursor', cursor], screen, env);
    expect(printed.map((line) => line.split('  ')[1]?.trim())).toEqual([
      'API_KEY_CREATED',
      'API_KEY_REMOVED',
    ]);
  });

  test('are sent again to an endpoint, named by its name', async () => {
    await runEvents(['replay', 'inbox', '--from', '1d', '--json'], screen, env);
    const { status, total, delivered } = parsed() as { status: string; total: number; delivered: number };
    expect({ status, isAll: total > 0 && delivered === total }).toEqual({ status: 'DONE', isAll: true });
    await expect(runEvents(['replay', 'other', '--from', '1d'], screen, env)).rejects.toThrow(
      'it has inbox (whk_',
    );
    await expect(runEvents(['replay', 'inbox'], screen, env)).rejects.toThrow('--from WHEN');
  });

  test('are all there, by what the platform signs and by what it gives', async () => {
    await runEvents(['verify', HOUSE], screen, env);
    expect(printed).toEqual([
      expect.stringMatching(/^ok +101000001 +\d+ events, 1 to \d+; statement signed with /),
    ]);
  });

  test('one that somebody takes out of the log is missed', async () => {
    const { rows } = await sandbox.pool.query<{ row: object }>(
      `DELETE FROM events WHERE gateway_id = 101000002 AND gatewayseq = 2 RETURNING to_jsonb(events) AS row`,
    );
    expect(rows).toHaveLength(1);
    await expect(runEvents(['verify', '101000002'], screen, env)).rejects.toThrow('1 of 1 gateways');
    expect(out()).toMatch(/^WRONG +101000002/);
    expect(out()).toContain('2: missing in the log');
  });

  test.each([
    [['tail', '--since', '1h', '--cursor', 'x'], /give one of them/],
    [['tail', '--since', 'yesterday'], /neither a time like/],
    [['tail', '--events', 'DATA_POINTS'], /"DATA_POINTS" is no type/],
    [['tail', '--from', '1h'], /"events tail" takes no --from/],
    [['replay'], /"events replay" needs WEBHOOK/],
  ])('%j is refused with the cure', async (args, message) => {
    await expect(runEvents(args, screen, env)).rejects.toThrow(message);
    await expect(runEvents(args, screen, env)).rejects.toThrow(UsageError);
  });
});

describe('listen', () => {
  const taken: { type: string; id: string }[] = [];
  let refuse = false;
  let secret = '';
  let server: Server;
  let port = 0;

  const listenAt = (wanted: number) =>
    new Promise<void>((resolve) => {
      server = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk) => (body += String(chunk)));
        request.on('end', () => {
          // Throws where the signature is wrong.
          const event = new Webhook(secret).verify(body, request.headers as Record<string, string>) as {
            type: string;
            id: string;
          };
          taken.push(event);
          response.writeHead(refuse ? 500 : 204).end();
        });
      });
      server.listen(wanted, '127.0.0.1', resolve);
    });

  test('a receiver gets each event signed, in order, through its own absence and a broken connection', async () => {
    const sockets = new Set<Socket>();
    const relay = createRelay((near) => {
      const far = connect(Number(new URL(sandbox.app.url).port), '127.0.0.1');
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => [near, far].forEach((each) => each.destroy()));
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    const through = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
    await listenAt(0);
    ({ port } = server.address() as AddressInfo);
    server.close();

    const stop = Promise.withResolvers<void>();
    const args = ['--forward-to', `http://127.0.0.1:${port}/hook`, '--url', through, '--json'];
    const running = runListen(
      [...args, '--events', 'CONTRACT_STATUS,API_KEY_CREATED'],
      screen,
      env,
      () => stop.promise,
    );
    await vi.waitFor(() => expect(printed).toHaveLength(1), 10_000);
    ({ secret } = JSON.parse(printed[0] ?? '') as { secret: string });
    const quiet: Screen = { ...screen, print: () => undefined };
    await runTrigger(['CONTRACT_STATUS'], quiet, env);
    await vi.waitFor(() => expect(notes.join()).toContain('Nobody listens at'), 10_000);
    await listenAt(port);
    await vi.waitFor(() => expect(printed).toHaveLength(3), 10_000);
    for (const socket of sockets) socket.destroy();
    sandbox.passTime(60_000);
    refuse = true;
    await runTrigger(['API_KEY_CREATED'], quiet, env);
    await vi.waitFor(() => expect(printed).toHaveLength(4), 20_000);
    stop.resolve();
    await running;

    const lines = printed
      .slice(1)
      .map((line) => JSON.parse(line) as { type: string; taken: boolean; status: number });
    expect(lines).toMatchObject([
      { type: 'CONTRACT_STATUS', taken: true, status: 204 },
      { type: 'CONTRACT_STATUS', taken: true, status: 204 },
      { type: 'API_KEY_CREATED', taken: false, status: 500 },
    ]);
    expect(taken.map(({ type }) => type)).toEqual(['CONTRACT_STATUS', 'CONTRACT_STATUS', 'API_KEY_CREATED']);
    expect(notes).toContain('2 taken over, 1 not.');
    server.close();
    server.closeAllConnections();
    relay.close();
  });

  test('the secret is the same the next time, for this user alone, or the one of the environment', async () => {
    const first = secret;
    const secretWith = async (given: NodeJS.ProcessEnv) => {
      printed = [];
      await runListen(['--forward-to', 'http://127.0.0.1:9/', '--json'], screen, given, () =>
        Promise.resolve(),
      );
      return (JSON.parse(printed[0] ?? '') as { secret: string }).secret;
    };
    expect(await secretWith(env)).toBe(first);
    const file = join(env['XDG_CONFIG_HOME'] ?? '', 'hearthgate', 'listen-secret');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const own = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    expect(await secretWith({ ...env, HEARTHGATE_WEBHOOK_SECRET: own })).toBe(own);
    await expect(secretWith({ ...env, HEARTHGATE_WEBHOOK_SECRET: 'secret' })).rejects.toThrow('whsec_');
  });

  test.each([
    [[], /where to\? Give --forward-to/],
    [['--forward-to', 'localhost:3000'], /is not an address like/],
  ])('%j is refused with the cure', async (args, message) => {
    await expect(runListen(args, screen, env)).rejects.toThrow(message);
  });
});
