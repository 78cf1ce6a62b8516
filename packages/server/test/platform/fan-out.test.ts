import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FanOut } from '../../src/events/log/fan-out.ts';
import { startLog, type TestLog } from '../harness/event-log.ts';

const GATEWAYS = [101000001, 101000002];

describe('fan-out', () => {
  let log: TestLog;
  let pool: TestLog['pool'];
  let fanOut: FanOut;

  beforeAll(async () => {
    log = await startLog();
    ({ pool } = log);
    fanOut = log.newFanOut();
  });
  afterAll(() => log.stop());

  const contract: TestLog['contract'] = (...given) => log.contract(...given);
  const measure: TestLog['measure'] = (...given) => log.measure(...given);
  const logOf = async (companyId: string) => {
    const { rows } = await pool.query<{
      seq: number;
      gateway_id: number;
      gatewayseq: number;
      type: string;
      value: number | null;
    }>(
      "SELECT seq, gateway_id, gatewayseq, type, (data->'points'->0->>'value')::float AS value FROM events WHERE company_id = $1 ORDER BY seq",
      [companyId],
    );
    return rows;
  };
  const run = async () => {
    await fanOut.start();
    await fanOut.settled();
  };

  test('a company hears of a gateway from its contract on and until its end, in order', async () => {
    const [gateway = 0, other = 0] = GATEWAYS;
    await measure(gateway, 1);
    await contract(gateway, 'cmp_a', true);
    await measure(gateway, 2);
    await measure(other, 9);
    await contract(gateway, 'cmp_a', false);
    await measure(gateway, 3);
    await contract(gateway, 'cmp_b', true);
    await measure(gateway, 4);
    await run();
    expect((await logOf('cmp_a')).map(({ type, value }) => [type, value])).toEqual([
      ['CONTRACT_STATUS', null],
      ['DATA_POINT', 2],
      ['CONTRACT_STATUS', null],
    ]);
    expect((await logOf('cmp_b')).map(({ type, value }) => [type, value])).toEqual([
      ['CONTRACT_STATUS', null],
      ['DATA_POINT', 4],
    ]);
  });

  test('a crash before the mark of the slice repeats the batch and logs nothing twice', async () => {
    const [gateway = 0] = GATEWAYS;
    await measure(gateway, 5);
    await contract(gateway, 'cmp_c', true);
    await measure(gateway, 6);
    await contract(gateway, 'cmp_b', false);
    // The mark of the slice cannot move: the companies' logs are committed, the batch is not.
    await pool.query('ALTER TABLE fanout_marks ADD CONSTRAINT stuck CHECK (no < 0) NOT VALID');
    await fanOut.start();
    await fanOut.settled();
    const before = [await logOf('cmp_b'), await logOf('cmp_c')];
    expect(before[0]?.map(({ value }) => value)).toEqual([null, 4, 5, 6, null]);
    await pool.query('ALTER TABLE fanout_marks DROP CONSTRAINT stuck');
    await run();
    expect([await logOf('cmp_b'), await logOf('cmp_c')]).toEqual(before);
    const { rows } = await pool.query('SELECT 1 FROM outbox');
    expect(rows).toEqual([]);
  });

  test('a slice that cannot go on does not keep the others', async () => {
    const [stuck = 0, other = 0] = GATEWAYS;
    for (const gatewayId of GATEWAYS) await contract(gatewayId, 'cmp_e', true);
    await run();
    await pool.query(
      `ALTER TABLE gateway_heads ADD CONSTRAINT stuck CHECK (gateway_id <> ${stuck} OR gatewayseq < 2 OR company_id <> 'cmp_e')`,
    );
    for (const gatewayId of GATEWAYS) await measure(gatewayId, 7);
    try {
      await expect
        .poll(
          async () => {
            await run();
            return (await logOf('cmp_e')).filter(({ value }) => value === 7).map((row) => row.gateway_id);
          },
          { timeout: 10_000 },
        )
        .toEqual([other]);
    } finally {
      await pool.query('ALTER TABLE gateway_heads DROP CONSTRAINT stuck');
    }
    await run();
    const rows = (await logOf('cmp_e')).filter(({ value }) => value === 7);
    expect(rows.map((row) => row.gateway_id)).toEqual([other, stuck]);
  });

  test('numbers are dense per company and per company and gateway, whatever slices do meanwhile', async () => {
    for (const gatewayId of GATEWAYS) await contract(gatewayId, 'cmp_d', true);
    await Promise.all(
      Array.from({ length: 60 }, (_unused, index) =>
        measure(GATEWAYS[index % GATEWAYS.length] ?? 0, 10 + index),
      ),
    );
    await run();
    const rows = await logOf('cmp_d');
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_row, index) => index + 1));
    for (const gatewayId of GATEWAYS) {
      const seqs = rows.filter((row) => row.gateway_id === gatewayId).map(({ gatewayseq }) => gatewayseq);
      expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
    }
  });
});
