import { createPublicKey, verify } from 'node:crypto';
import type { Completeness, PublicKeys } from '@hearthgate/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EVENT_PARTITIONS } from '../../src/events/index.ts';
import { keepPartitions } from '../../src/platform/database/partitions.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const DAY_MS = 86_400_000;
const [GATEWAY, ENDED] = ['101000001', '101000003'];

describe('the completeness statement', () => {
  let sandbox: TestSandbox;
  let companyId: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    companyId = sandbox.world.companies[0]?.companyId ?? '';
    await sandbox.advance('PT1H');
    await sandbox.unplugHouses();
    await sandbox.advance('PT5M');
    await sandbox.settle();
  });
  afterAll(() => sandbox.stop());

  const nowMs = () => sandbox.app.domains.events.platform.clock.now();
  const ago = (ms: number) => new Date(nowMs() - ms).toISOString();
  const ask = <T = Completeness>(gatewayId: string, span: Readonly<Record<string, string>>) => {
    sandbox.passTime(60_000);
    return sandbox.call<T>(
      'GET',
      `/events/completeness?${new URLSearchParams({ gatewayId, ...span }).toString()}`,
    );
  };
  const state = async (gatewayId = GATEWAY, span: Record<string, string> = { from: ago(DAY_MS) }) => {
    const { status, body } = await ask(gatewayId, span);
    expect(status).toBe(200);
    return body;
  };
  const logged = async (gatewayId = GATEWAY) => {
    const { rows } = await sandbox.pool.query<{ no: number; at: Date }>(
      'SELECT gatewayseq AS no, recorded_at AS at FROM events WHERE company_id = $1 AND gateway_id = $2 ORDER BY seq',
      [companyId, Number(gatewayId)],
    );
    return rows;
  };
  /** With nothing but the published keys. */
  const proven = async ({ jws, keysUrl }: Pick<Completeness, 'jws' | 'keysUrl'>): Promise<unknown> => {
    const [header = '', payload = '', signature = ''] = jws.split('.');
    const { keys } = (await (await fetch(keysUrl)).json()) as PublicKeys;
    const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as {
      kid: string;
      alg: string;
    };
    const key = keys.find((each) => each.kid === kid);
    expect([alg, key?.crv]).toEqual(['EdDSA', 'Ed25519']);
    const isSigned = verify(
      null,
      Buffer.from(`${header}.${payload}`),
      createPublicKey({ key: { ...key }, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    );
    return isSigned ? JSON.parse(Buffer.from(payload, 'base64url').toString()) : 'forged';
  };

  test('counts what the log holds of a gateway, and is signed with a published key', async () => {
    const rows = await logged();
    const answer = await state();
    expect(answer.statement).toMatchObject({
      kind: 'hearthgate-event-completeness',
      issuer: sandbox.app.url,
      companyId,
      gatewayId: GATEWAY,
      logEpoch: 1,
      first: 1,
      last: rows.length,
      count: rows.length,
      expected: rows.length,
      gaps: [],
    });
    expect(await proven(answer)).toEqual(answer.statement);
    const [header = '', , signature = ''] = answer.jws.split('.');
    const other = Buffer.from(JSON.stringify({ ...answer.statement, count: 1 })).toString('base64url');
    expect(await proven({ ...answer, jws: `${header}.${other}.${signature}` })).toBe('forged');
  });

  test('spans that follow each other follow each other in numbers', async () => {
    const rows = await logged();
    // Events of one batch have one time.
    const time = rows[Math.floor(rows.length / 2)]?.at.getTime();
    const middle = rows.find(({ at }) => at.getTime() === time);
    const to = middle?.at.toISOString() ?? '';
    const [before, after] = [
      await state(GATEWAY, { from: ago(DAY_MS), to }),
      await state(GATEWAY, { from: to }),
    ];
    expect(before.statement.last).toBe((middle?.no ?? 0) - 1);
    expect(after.statement.first).toBe(middle?.no);
    expect(before.statement.count + after.statement.count).toBe(rows.length);
    const none = await state(GATEWAY, { from: ago(-DAY_MS), to: ago(-2 * DAY_MS) });
    expect(none.statement).toMatchObject({ first: null, last: null, count: 0, expected: 0, gaps: [] });
  });

  test('what is stated of the past stays true: later events are recorded later', async () => {
    const { statement } = await state();
    await sandbox.call('POST', `/sandbox/contracts/${GATEWAY}/pause`, { body: {} });
    await sandbox.call('POST', `/sandbox/contracts/${GATEWAY}/resume`, { body: {} });
    await sandbox.settle();
    const again = await state(GATEWAY, { from: statement.from, to: statement.asOf });
    expect(again.statement).toMatchObject({
      first: statement.first,
      last: statement.last,
      count: statement.count,
    });
    expect((await state()).statement.count).toBe(statement.count + 2);
  });

  test('says which reports a gateway has lost, as long as the company may know', async () => {
    const insert = (gatewayId: string) =>
      sandbox.pool.query('INSERT INTO report_gaps VALUES ($1, $2, 5, 9, $3)', [
        Number(gatewayId),
        'boot',
        ago(1_000),
      ]);
    await insert(GATEWAY);
    const { statement } = await state();
    expect(statement.gaps).toEqual([
      { cause: 'REPORTS_LOST', reports: 5, noticedAt: expect.any(String) as string },
    ]);
    expect(statement.count).toBe(statement.expected);
    await insert(ENDED);
    await sandbox.call('POST', `/sandbox/contracts/${ENDED}/end`, { body: {} });
    await sandbox.settle();
    const ended = await state(ENDED);
    const rows = await logged(ENDED);
    expect(ended.statement.count).toBe(rows.length);
    expect(new Set(ended.statement.gaps.map(({ cause }) => cause))).toEqual(new Set(['WITHHELD']));
    const told = rows.length - sum(ended.statement.gaps);
    const { rows: always } = await sandbox.pool.query(
      "SELECT 1 FROM events WHERE company_id = $1 AND gateway_id = $2 AND type = 'CONTRACT_STATUS'",
      [companyId, Number(ENDED)],
    );
    expect(told).toBe(always.length);
  });

  test('admits an event that is missing', async () => {
    await sandbox.pool.query(
      'DELETE FROM events WHERE company_id = $1 AND gateway_id = $2 AND gatewayseq IN (3, 4)',
      [companyId, Number(GATEWAY)],
    );
    const { statement } = await state();
    expect(statement.gaps).toContainEqual({ cause: 'MISSING', fromSeq: 3, toSeq: 4 });
    expect(statement.expected - statement.count).toBe(2);
  });

  test('says what the log does not keep any more', async () => {
    const last = (await logged()).at(-1)?.no ?? 0;
    const { platform } = sandbox.app.domains.events;
    await keepPartitions(platform.db, EVENT_PARTITIONS, nowMs() + 33 * DAY_MS);
    await keepPartitions(platform.db, EVENT_PARTITIONS, nowMs());
    const gone = await state(GATEWAY, { from: ago(40 * DAY_MS) });
    expect(gone.statement).toMatchObject({ first: null, count: 0 });
    expect(gone.statement.gaps).toContainEqual({ cause: 'EXPIRED', fromSeq: 1, toSeq: last });
    // Of the last thirty days all of them are kept, so nothing of this span can be gone.
    expect((await state()).statement.gaps.filter(({ cause }) => cause === 'EXPIRED')).toEqual([]);
  });

  test.each([
    [{ from: '2026-01-02T00:00:00Z', to: '2026-01-02T00:00:00Z' }, '/query/to'],
    [{ from: 'yesterday' }, '/query/from'],
    [{}, '/query'],
  ])('refuses %j', async (span, pointer) => {
    const { status, body } = await ask<{ errors: { pointer: string }[] }>(GATEWAY, span);
    expect([status, body.errors[0]?.pointer]).toEqual([400, pointer]);
  });
});

function sum(gaps: Completeness['statement']['gaps']): number {
  return gaps.reduce((total, gap) => total + ('toSeq' in gap ? gap.toSeq - gap.fromSeq + 1 : 0), 0);
}
