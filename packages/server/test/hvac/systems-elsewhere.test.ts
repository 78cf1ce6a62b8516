import { sql } from 'kysely';
import type { Leaf } from '@hearthgate/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasPart } from '../../src/hvac/has-part.ts';
import { circuitIds } from '../../src/hvac/heating-circuits/circuit-resources.ts';
import type { Hvac } from '../../src/hvac/hvac.ts';
import { CommandDesk, consumeLink, HVAC_PARTITIONS } from '../../src/hvac/index.ts';
import { lastPublished } from '../../src/hvac/reported-states.ts';
import { reading } from '../../src/hvac/system-state.ts';
import { visibleSystem } from '../../src/hvac/visible-state.ts';
import { keepPartitions } from '../../src/platform/database/partitions.ts';
import type { Statement } from '../../src/platform/database/prepared.ts';
import { ALL_SHARDS } from '../../src/platform/shards/shards.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { startHvac } from '../harness/hvac.ts';

const START = Date.parse('2026-01-15T06:30:00Z');
const ROOM: Leaf = { id: '/heatingCircuits/hc1/roomtemperature', type: 'number', unit: 'C' };
const SECOND: Leaf = { id: '/heatingCircuits/hc2/roomtemperature', type: 'number', unit: 'C' };
const [FIRST, OTHER, LATER] = [101_000_001, 101_000_002, 101_000_003];

let world: TestAccess;
/** The node that looks after the gateways, and one that asks the database about them. */
let home: Hvac;
let away: Hvac;
const asked: string[] = [];

beforeAll(async () => {
  world = await startAccess(START);
  const { access } = world;
  await keepPartitions(access.db, HVAC_PARTITIONS, START);
  for (const id of [FIRST, OTHER, LATER])
    await sql`INSERT INTO gateways (gateway_id, gateway_type, brand, password_salt, password_hash, password_iterations,
        connectivity_since, created_at)
      VALUES (${id}, 'ICOM', 'BOSCH', '', '', 1, now(), now())`.execute(access.db);
  home = startHvac(access);
  const readPrepared: Hvac['readPrepared'] = (statement: Statement, values) => {
    asked.push(statement.name);
    return access.readPrepared(statement, values);
  };
  away = startHvac({
    ...access,
    readPrepared,
    shards: { ...ALL_SHARDS, isShared: true, holds: () => false },
  });
});
afterAll(() => world.stop());

const says = (hvac = home) => consumeLink(hvac, new CommandDesk(hvac));
const reports = (gatewayId: number, value: number, seq: number, hvac = home) =>
  says(hvac).reported(gatewayId, {
    boot: 'b1',
    seq,
    at: new Date(world.clock.now()).toISOString(),
    late: false,
    values: { [ROOM.id]: value },
  });
async function seen(gatewayId: number, dataFrom = new Date(0)) {
  asked.length = 0;
  const { state, connectivity } = await visibleSystem(away, { gatewayId, dataFrom });
  return [circuitIds(state), reading(state, 'hc1', 'roomtemperature'), connectivity];
}

test('what the node of a gateway has committed is in the next read elsewhere, by one statement', async () => {
  expect(await seen(FIRST)).toEqual([[], undefined, 'OFFLINE']);
  home.presence.connected(FIRST, false);
  await home.presence.settled();
  await says().described(FIRST, { leaves: [ROOM] });
  await reports(FIRST, 20, 1);
  expect(await seen(FIRST)).toEqual([[1], 20, 'ONLINE']);
  await reports(FIRST, 21, 2);
  expect(await seen(FIRST)).toEqual([[1], 21, 'ONLINE']);
  expect(asked).toEqual(['systems']);
  await says().described(FIRST, { leaves: [ROOM, SECOND] });
  expect((await seen(FIRST))[0]).toEqual([1, 2]);
  home.presence.disconnected(FIRST);
  await home.presence.settled();
  expect(await seen(FIRST)).toEqual([[1, 2], 21, 'OFFLINE']);
});

test('of a gateway that was not heard of in the time of its present owners nothing is shown that it measured', async () => {
  expect(await seen(FIRST, new Date(START + 1))).toEqual([[1, 2], undefined, 'OFFLINE']);
  expect(await seen(FIRST, new Date(START))).toEqual([[1, 2], 21, 'OFFLINE']);
});

test('gateways that describe the same are asked for it once, whoever of them changes it', async () => {
  await says().described(OTHER, { leaves: [SECOND] });
  await says().described(LATER, { leaves: [SECOND] });
  asked.length = 0;
  const both = await Promise.all([OTHER, LATER].map((id) => away.elsewhere(id)));
  expect(asked).toEqual(['systems', 'leaves']);
  expect(both[0]?.state.leaves).toBe(both[1]?.state.leaves);
  expect((await away.elsewhere(LATER)).state.leaves).toBe(both[0]?.state.leaves);
  await says().described(OTHER, { leaves: [ROOM] });
  expect([...(await away.elsewhere(OTHER)).state.leaves.keys()]).toEqual([ROOM.id]);
  expect([...(await away.elsewhere(LATER)).state.leaves.keys()]).toEqual([SECOND.id]);
});

test('a part is looked for until it is there, and then no more', async () => {
  const has = async () => {
    asked.length = 0;
    const is = await hasPart(away, OTHER, '/heatingCircuits/2', (state) => circuitIds(state).includes(2));
    return [is, asked.length > 0];
  };
  expect([await has(), await has()]).toEqual([
    [false, true],
    [false, true],
  ]);
  await says().described(OTHER, { leaves: [ROOM, SECOND] });
  expect([await has(), await has()]).toEqual([
    [true, true],
    [true, false],
  ]);
});

test('a read that comes first after a restart takes nothing from the reports after it', async () => {
  const restarted = startHvac(world.access);
  expect(reading(await restarted.states.get(FIRST), 'hc1', 'roomtemperature')).toBe(21);
  const before = (await lastPublished(restarted, FIRST)).published;
  expect([...before.values()].map(({ value }) => value)).toEqual([21]);
  // The second report again, as it comes when its acknowledgement was lost.
  expect(await reports(FIRST, 30, 2, restarted)).toEqual({ boot: 'b1', seq: 2 });
  expect(reading(await restarted.states.get(FIRST), 'hc1', 'roomtemperature')).toBe(21);
  expect((await lastPublished(restarted, FIRST)).published).toEqual(before);
  expect(await reports(FIRST, 22, 3, restarted)).toEqual({ boot: 'b1', seq: 3 });
  expect(await seen(FIRST)).toEqual([[1, 2], 22, 'OFFLINE']);
});
