import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FleetQuery } from '@hearthgate/wire';
import type { CompanyCaller } from '../../src/access/index.ts';
import type { Hvac } from '../../src/hvac/hvac.ts';
import { readFleet } from '../../src/portals/pro/read-fleet.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { startHvac } from '../harness/hvac.ts';

const SYSTEMS = 10_000;
const FIRST = 300_000_000;
const SEED_MS = 120_000;
/** A page takes far less on an idle machine; tests share theirs. What must not happen is a query for every system. */
const PAGE_MAX_MS = 1_000;

const BRANDS = ['BOSCH', 'BUDERUS', 'IVT'];
const TYPES = ['HEAT_PUMP', 'BOILER', 'HYBRID', 'CASCADE'];
const isPending = (n: number) => n % 500 === 1;
const isClosed = (n: number) => n % 1_000 === 2;
const isFaulty = (n: number) => n % 250 === 7;
const isOffline = (n: number) => n % 100 === 50;
const isMonitored = (n: number) => !isPending(n) && !isClosed(n);

let world: TestAccess;
let hvac: Hvac;
const large = company('cmp_large');
const small = company('cmp_small');

function company(companyId: string): CompanyCaller {
  return { kind: 'COMPANY', companyId, languages: ['en'] } as unknown as CompanyCaller;
}

beforeAll(async () => {
  world = await startAccess(Date.parse('2026-01-15T06:30:00Z'));
  const { db } = world.access;
  const series = sql`generate_series(0, ${SYSTEMS - 1}::integer) AS n`;
  const pick = (words: string[]) => sql`(${words}::text[])[n % ${words.length}::integer + 1]`;
  await sql`INSERT INTO gateways (gateway_id, gateway_type, brand, firmware, password_salt, password_hash,
      password_iterations, connectivity_since, last_seen_at, created_at)
    SELECT ${FIRST} + n, 'K40', ${pick(BRANDS)}, '15.00.01', '', '', 1, now(), now(), now() FROM ${series}`.execute(
    db,
  );
  for (const [companyId, every] of [
    ['cmp_large', 1],
    ['cmp_small', 250],
  ] as const) {
    await sql`INSERT INTO contracts (company_id, gateway_id, owner_id, brand, status, initiated_by, created_at, updated_at,
        monitoring, remote_control, data_points, consent_version, consent_given_at, consent_language)
      SELECT ${companyId}, ${FIRST} + n, 'own', 'BOSCH',
        CASE WHEN n % 500 = 1 THEN 'PENDING' WHEN n % 1000 = 2 THEN 'CLOSED' ELSE 'ACTIVE' END,
        'OWNER', now(), now(), true, true, true, '2024-07', now(), 'en'
      FROM ${series} WHERE n % ${every}::integer = 0`.execute(db);
  }
  await sql`INSERT INTO descriptions SELECT ${FIRST} + n, '[]'::jsonb, now(), ${pick(TYPES)} FROM ${series}`.execute(
    db,
  );
  await sql`INSERT INTO notifications (gateway_id, no, notification_id, display_code, cause_code, first_seen_at,
      present_since, occurrences, raised_at)
    SELECT ${FIRST} + n, 1, 'ntf_' || n, 'A01', 5000, now(), now(), 1, now() FROM ${series} WHERE n % 250 = 7`.execute(
    db,
  );
  hvac = startHvac(world.access);
  // Presence is kept in memory; writing ten thousand connections down is another test's matter.
  Object.assign(hvac.presence, {
    connectivityOf: ({ gateway_id: id }: { gateway_id: number }) =>
      isOffline(id - FIRST) ? 'OFFLINE' : 'ONLINE',
  });
}, SEED_MS);
afterAll(() => world.stop());

const read = (query: FleetQuery, caller = large) =>
  readFleet({ access: world.access, hvac, caller }, query, 'de');
const those = (is: (n: number) => boolean) => Array.from({ length: SYSTEMS }, (_, n) => n).filter(is);
const idsOf = (items: readonly { gatewayId: string }[]) =>
  items.map(({ gatewayId }) => Number(gatewayId) - FIRST);

async function whole(filter: Omit<FleetQuery, 'cursor'>, caller = large) {
  const ids: number[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof read>> = await read(
      { limit: 500, ...filter, ...(cursor !== null && { cursor }) },
      caller,
    );
    ids.push(...idsOf(page.items));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

describe('the fleet', () => {
  test('has faults first, then what is offline, then the rest, last what may not be seen, and each system once', async () => {
    const monitored = those(isMonitored);
    expect(await whole({})).toEqual([
      ...monitored.filter(isFaulty),
      ...monitored.filter((n) => !isFaulty(n) && isOffline(n)),
      ...monitored.filter((n) => !isFaulty(n) && !isOffline(n)),
      ...those(isPending),
    ]);
  });

  test('says of each system what a list needs, and the gravest fault in words', async () => {
    const { items, total } = await read({ limit: 1 });
    expect(total).toBe(those((n) => !isClosed(n)).length);
    expect(items).toEqual([
      {
        gatewayId: String(FIRST + 7),
        brand: 'BUDERUS',
        contractStatus: 'ACTIVE',
        monitored: true,
        consentOutdated: false,
        gatewayType: 'K40',
        systemType: 'CASCADE',
        connectivity: 'ONLINE',
        lastSeen: expect.any(String),
        firmware: '15.00.01',
        activeNotifications: 1,
        notification: {
          displayCode: 'A01',
          causeCode: 5000,
          class: expect.any(String),
          text: expect.any(String),
          firstSeen: expect.any(String),
        },
      },
    ]);
  });

  test('shows of a contract that waits nothing but the contract', async () => {
    const { items } = await read({ contractStatus: 'PENDING', limit: 1 });
    expect(items).toEqual([
      {
        gatewayId: String(FIRST + 1),
        brand: 'BOSCH',
        contractStatus: 'PENDING',
        monitored: false,
        consentOutdated: false,
        activeNotifications: 0,
      },
    ]);
  });

  test.each<[Omit<FleetQuery, 'cursor'>, (n: number) => boolean]>([
    [{ brand: 'IVT', limit: 299 }, (n) => isMonitored(n) && n % 3 === 2],
    [{ systemType: 'HYBRID' }, (n) => isMonitored(n) && n % 4 === 2],
    [{ connectivity: 'OFFLINE' }, (n) => isMonitored(n) && isOffline(n)],
    [{ faults: 'true' }, isFaulty],
    [{ faults: 'true', brand: 'BOSCH' }, (n) => isFaulty(n) && n % 3 === 0],
    [{ contractStatus: 'CLOSED' }, isClosed],
    [{ text: '0099' }, (n) => !isClosed(n) && String(FIRST + n).includes('0099')],
    [{ gatewayType: 'ICOM' }, () => false],
  ])('%j gives exactly the systems that meet it', async (filter, is) => {
    expect((await whole(filter)).toSorted((a, b) => a - b)).toEqual(those(is));
  });

  test('counts what each value of a filter would give, with the others as they are', async () => {
    const { counts } = await read({ brand: 'IVT', limit: 1 });
    const ivt = those((n) => isMonitored(n) && n % 3 === 2);
    expect(counts.connectivity).toEqual({
      ONLINE: ivt.filter((n) => !isOffline(n)).length,
      OFFLINE: ivt.filter(isOffline).length,
    });
    expect(counts.brand['BUDERUS']).toBe(those((n) => isMonitored(n) && n % 3 === 1).length);
    expect(counts.contractStatus.ACTIVE).toBe(ivt.length);
  });

  test('of one company is never seen by another', async () => {
    expect((await whole({}, small)).every((n) => n % 250 === 0)).toBe(true);
    expect((await read({ faults: 'true' }, small)).total).toBe(0);
  });

  test('refuses a cursor of other filters', async () => {
    const { nextCursor } = await read({ limit: 5 });
    await expect(read({ limit: 5, brand: 'IVT', cursor: nextCursor ?? '' })).rejects.toMatchObject({
      code: 'request-invalid',
    });
  });

  test('answers a page of ten thousand contracts without a query for every system', async () => {
    const times: number[] = [];
    for (const query of [
      {},
      { brand: 'IVT' },
      { faults: 'true' },
      { systemType: 'HYBRID' },
      { text: '00' },
    ] as const) {
      const start = performance.now();
      await read({ limit: 100, ...query });
      times.push(performance.now() - start);
    }
    console.log(`pages of 10,000 contracts: ${times.map((ms) => ms.toFixed(0)).join(', ')} ms`);
    expect(Math.max(...times)).toBeLessThan(PAGE_MAX_MS);
  });
});
