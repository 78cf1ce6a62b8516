import type { DownCommand } from '@hearthgate/wire';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureOwner, recordClaim, shareGateway } from '../../src/access/index.ts';
import { listedCommands } from '../../src/hvac/commands/store.ts';
import { CommandDesk } from '../../src/hvac/index.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { activeCompany, AUTOMATIC } from '../harness/companies.ts';
import { startHvac } from '../harness/hvac.ts';

const OWNER = { ownerId: 'own_main', email: 'main@example.com', language: 'en' } as const;
let world: TestAccess;
let companyId: string;
let lastGatewayId = 101_000_000;

beforeAll(async () => {
  world = await startAccess(Date.parse('2026-01-15T06:30:00Z'));
  const { access } = world;
  await access.transact((unit) => ensureOwner(access, unit, OWNER));
  ({ companyId } = await activeCompany(access, { acceptance: AUTOMATIC }));
});
afterAll(() => world.stop());

/** A desk whose gateway is shared; `send` stands for the broker. The clock stands still. */
async function startDesk(send: (command: DownCommand) => Promise<boolean>) {
  const { access } = world;
  const { ownerId } = OWNER;
  const gatewayId = (lastGatewayId += 1);
  const claim = { gatewayId, brand: 'BOSCH', ownerId } as const;
  const { dataFrom } = await access.transact((unit) => recordClaim(access, unit, claim));
  await shareGateway({ access, ownerId }, { companyId, gatewayId, language: 'en' });
  const hvac = startHvac(access, (_gatewayId, command) => send(command));
  const desk = new CommandDesk(hvac);
  const accept = (key: string) =>
    desk.accept({
      gatewayId,
      issuer: { kind: 'COMPANY', id: companyId },
      dataFrom,
      writes: [{ path: `/heatingCircuits/hc1/temperatureLevels/${key}`, value: 20 }],
      asked: { operation: 'test', fields: {} },
    });
  return { desk, hvac, gatewayId, accept };
}

test('commands leave in the order of acceptance, also when the clock stands still', async () => {
  const sent: string[] = [];
  const { desk, gatewayId, accept } = await startDesk((command) => {
    sent.push(command.cid);
    return Promise.resolve(true);
  });
  const keys = ['comfort', 'eco', 'normal', 'exception', 'comfort2', 'day', 'night'];
  const accepted = await Promise.all(keys.map(accept));
  for (const { command_id: cid, writes } of accepted) {
    await desk.settled();
    const results = writes.map(({ path, value }) => ({ path, status: 'CONFIRMED' as const, value }));
    await desk.answered(gatewayId, { cid, results });
  }
  expect(sent).toEqual(accepted.map(({ command_id: cid }) => cid));
});

test('a connection that does not read holds up neither who asks nor what is accepted', async () => {
  const { desk, gatewayId, accept } = await startDesk(() => new Promise(() => undefined));
  const started = performance.now();
  const first = await accept('eco');
  const second = await accept('comfort');
  expect(performance.now() - started).toBeLessThan(10_000);
  await desk.settled();
  const filter = { from: new Date(0), beforeNo: 0, limit: 10 };
  const rows = await listedCommands(world.access.db, gatewayId, filter);
  expect(rows.map(({ command_id: id, status }) => [id, status])).toEqual([
    [second.command_id, 'ACCEPTED'],
    [first.command_id, 'SENT'],
  ]);
});

test('a command that could not be handed over waits on as if nothing had been', async () => {
  const { desk, gatewayId, accept } = await startDesk(() => Promise.resolve(false));
  const { expires_at } = await accept('eco');
  await desk.settled();
  const filter = { from: new Date(0), beforeNo: 0, limit: 10 };
  const [row] = await listedCommands(world.access.db, gatewayId, filter);
  expect([row?.status, row?.sent_at, row?.expires_at]).toEqual(['ACCEPTED', null, expires_at]);
});

test('one that leaves at once is in flight with its acceptance, and waits on when it could not be handed over', async () => {
  const answers = [false, true];
  const sent: string[] = [];
  const { desk, hvac, gatewayId, accept } = await startDesk((command) => {
    sent.push(command.cid);
    return Promise.resolve(answers.shift() ?? true);
  });
  hvac.presence.connected(gatewayId, false);
  const { command_id: cid, status } = await accept('eco');
  expect(status).toBe('SENT');
  await desk.settled();
  const filter = { from: new Date(0), beforeNo: 0, limit: 10 };
  const [row] = await listedCommands(world.access.db, gatewayId, filter);
  expect([row?.command_id, row?.status, row?.sent_at]).toEqual([cid, 'ACCEPTED', null]);
  desk.gatewayReady(gatewayId);
  await desk.settled();
  expect(sent).toEqual([cid, cid]);
});

test('of an answer and an expiry at once one ends the command, and its values are read back all the same', async () => {
  const { desk, hvac, gatewayId, accept } = await startDesk(() => Promise.resolve(true));
  hvac.presence.connected(gatewayId, false);
  const { command_id: cid, writes } = await accept('eco');
  await desk.settled();
  // Another process has ended it, unheard.
  await sql`UPDATE commands SET status = 'EXPIRED', ended_at = now() WHERE command_id = ${cid}`.execute(
    world.access.db,
  );
  const results = writes.map(({ path, value }) => ({ path, status: 'CONFIRMED' as const, value }));
  await desk.answered(gatewayId, { cid, results });
  const filter = { from: new Date(0), beforeNo: 0, limit: 10 };
  const [row] = await listedCommands(world.access.db, gatewayId, filter);
  expect(row?.status).toBe('EXPIRED');
  const { twin } = await hvac.states.get(gatewayId);
  expect([...twin.values()].flatMap((readings) => [...readings.values()])).toEqual([20]);
});
