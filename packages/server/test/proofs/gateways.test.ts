import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSecret } from '../../src/gateways/credentials.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { databaseAway } from './gateways/database-away.ts';
import { Fleet } from './gateways/fleet-process.ts';
import { registerMany } from './gateways/register-many.ts';
import { writeReport, type Figures, type Phase, type Sample } from './gateways/report.ts';
import { memory } from '../harness/memory.ts';

/** `npm run proof:gateways` runs the long form and writes docs/proofs/gateways.md. */
const isLong = process.env['MODE'] === 'long';
const SIZE = Number(process.env['PROOF_GATEWAYS'] ?? (isLong ? 10_000 : 500));
const STEADY_MS = Number(process.env['PROOF_SECONDS'] ?? (isLong ? 600 : 10)) * 1_000;
const AWAY_MS = isLong ? 15_000 : 4_000;
const CONNECTED_WITHIN_MS = isLong ? 300_000 : 120_000;
const SETTLED_WITHIN_MS = isLong ? 300_000 : 30_000;
/** How often its memory is looked at while boards live on. */
const SAMPLE_MS = 60_000;
/** Per device, of everything that the server keeps of it; more would be a queue that grows. */
const MEMORY_PER_DEVICE = 60_000;
/** The counter in each `boiler_data`, told and recorded with every change: `hvac.burner.numberOfStarts`. */
const COUNTER = 66;

describe('EMS-ESP boards in numbers', () => {
  let sandbox: TestSandbox;
  let fleet: Fleet;
  let ids: string[];
  const phases: Phase[] = [];
  const samples: Sample[] = [];
  /** The seeded house behind such a board has spoken too. */
  const before = { messages: 0, committed: 0, orphaned: 0 };
  const loop = monitorEventLoopDelay();

  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.unplugHouses();
    const { messages, committed, orphaned } = sandbox.app.domains.link.ems.counts;
    Object.assign(before, { messages, committed, orphaned });
    const { secret, stored } = await makeSecret();
    ids = await registerMany(sandbox, SIZE, stored);
    fleet = new Fleet();
    const port = Number(new URL(sandbox.world.mqttUrl).port);
    await fleet.order({ kind: 'start', ids, options: { host: '127.0.0.1', port, password: secret } });
  }, 120_000);
  afterAll(async () => {
    await fleet.stop();
    await sandbox.stop();
  }, 120_000);

  const link = () => sandbox.app.domains.link.ems;
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const cpu = () => process.cpuUsage().user + process.cpuUsage().system;

  async function liveOn(): Promise<undefined> {
    const until = performance.now() + STEADY_MS;
    for (let left = STEADY_MS; left > 0; left = until - performance.now()) {
      await pause(Math.min(left, SAMPLE_MS));
      samples.push(await memory());
    }
    return undefined;
  }

  /** As the database has it, and everybody who reads it. */
  const onlineCount = async () => {
    const { rows } = await sandbox.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM gateways WHERE connectivity = 'ONLINE' AND NOT driven`,
    );
    return rows[0]?.count;
  };

  async function phase(name: string, work: () => Promise<number | undefined>): Promise<void> {
    loop.reset();
    const since = performance.now();
    const first = await fleet.order({ kind: 'look' });
    const cpuBefore = cpu();
    if (isLong) process.stderr.write(`${new Date().toISOString()} ${name}\n`);
    const backMs = await work();
    const seconds = (performance.now() - since) / 1_000;
    const serverCpu = (cpu() - cpuBefore) / 1e6 / seconds;
    const last = await fleet.order({ kind: 'look' });
    phases.push({
      name,
      seconds,
      publishes: last.said - first.said,
      backSeconds: backMs === undefined ? undefined : backMs / 1_000,
      loopDelayMs: loop.percentile(99) / 1e6,
      serverCpu,
      fleetCpu: (last.cpu - first.cpu) / 1e6 / seconds,
      ...(await memory()),
    });
  }

  /** Nothing new is said, and everything that was said has arrived: both payloads of each number. */
  async function quiet(): Promise<void> {
    const { said } = await fleet.order({ kind: 'pause' });
    const arrived = () => {
      const { messages, replaced, merged, buried, orphaned } = link().counts;
      const late = orphaned - before.orphaned;
      return { arrived: messages - before.messages, replaced, merged, buried, late };
    };
    const all = { arrived: said, replaced: 0, merged: 0, buried: 0, late: 0 };
    await expect.poll(arrived, { timeout: SETTLED_WITHIN_MS, interval: 50 }).toEqual(all);
  }

  async function storm(): Promise<number> {
    // What a cut catches under way is lost with QoS 0; it is not what is measured here.
    await quiet();
    await fleet.order({ kind: 'cut' });
    await fleet.order({ kind: 'resume' });
    return fleet.allConnected(SIZE, CONNECTED_WITHIN_MS);
  }

  test(
    'live, come back all at once, outlast a database that is away, and nothing of what they said is lost',
    async () => {
      loop.enable();
      await phase('switched on', () => fleet.allConnected(SIZE, CONNECTED_WITHIN_MS));
      await phase('steady', liveOn);
      await phase('all come back at once', storm);
      await phase('the database is away while all come back', () =>
        databaseAway(sandbox, async () => {
          const since = performance.now();
          const backMs = await storm();
          await pause(Math.max(0, AWAY_MS - (performance.now() - since)));
          return backMs;
        }),
      );
      await phase('afterwards', async () => {
        await quiet();
        const since = performance.now();
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<never>((_, reject) => {
          timer = setTimeout(() => reject(new Error('values are still not committed')), SETTLED_WITHIN_MS);
        });
        await Promise.race([link().settled(), late]).finally(() => clearTimeout(timer));
        return performance.now() - since;
      });

      const { said, published, refused, asked, connections } = await fleet.order({ kind: 'count' });
      const { counts } = link();
      const messages = counts.messages - before.messages;
      // Both payloads of each number arrived, and none was put away.
      expect(messages).toBe(said);
      expect([counts.replaced, counts.merged, counts.buried, counts.orphaned - before.orphaned]).toEqual([
        0, 0, 0, 0,
      ]);
      expect(counts.committed - before.committed).toBeGreaterThanOrEqual(messages);
      // Each number is recorded once, and the last one stands in the twin.
      const { rows } = await sandbox.pool.query<{ gateway_id: number; recorded: number; different: number }>(
        `SELECT gateway_id, count(*)::int AS recorded, count(DISTINCT value)::int AS different
         FROM recordings WHERE point = $1 GROUP BY gateway_id`,
        [COUNTER],
      );
      const recorded = new Map(rows.map((row) => [String(row.gateway_id), row]));
      const wrong = published.filter(([id, count]) => {
        const row = recorded.get(id);
        return row?.recorded !== count || row.different !== count;
      });
      expect(wrong).toEqual([]);
      const { rows: last } = await sandbox.pool.query<{ gateway_id: number; value: number }>(
        `SELECT gateway_id, (readings->>'numberOfStarts')::int AS value FROM twin WHERE component = 'heatSources'`,
      );
      const twin = new Map(last.map((row) => [String(row.gateway_id), row.value]));
      expect(published.filter(([id, count]) => twin.get(id) !== count)).toEqual([]);
      await expect.poll(onlineCount, { timeout: SETTLED_WITHIN_MS, interval: 250 }).toBe(SIZE);
      // From the first steady state on nothing may pile up.
      const [, steady] = phases;
      const end = phases.at(-1);
      if (!steady || !end) throw new Error('a phase is missing');
      expect((end.used - steady.used) / SIZE).toBeLessThan(MEMORY_PER_DEVICE);

      const figures: Figures = {
        size: SIZE,
        phases,
        samples,
        told: said,
        decoded: messages,
        stored: counts.committed - before.committed,
        connections,
        refused,
        asked,
        carried: counts.carried,
        skipped: [...counts.skipped],
        recordings: rows.reduce((sum, row) => sum + row.recorded, 0),
      };
      if (isLong) await writeReport(sandbox, figures);
    },
    STEADY_MS + CONNECTED_WITHIN_MS * 3 + SETTLED_WITHIN_MS,
  );
});
