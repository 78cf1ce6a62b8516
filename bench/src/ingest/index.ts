import { startFleet, type Fleet } from '../harness/fleet.ts';
import { CHANGED, VALUES } from '../harness/heat-pump.ts';
import { connectSome, type RawGateway } from '../harness/raw-gateway.ts';
import { report } from '../harness/report.ts';
import { byTurns } from '../harness/rounds.ts';
import type { Result } from '../result.ts';
import type { Options } from '../run.ts';
import { readWritten, writeBare, type Written } from './bare-rows.ts';
import { partsOf, partsText } from './parts.ts';

const GATEWAYS = 5_000;
const QUICK_GATEWAYS = 2_000;
/** Reports of a round, some seconds of it. */
const REPORTS = 40_000;
const QUICK_REPORTS = 6_000;
/** Reports under way, one of a gateway at most: more than one batch of each writer. */
const UNDER_WAY = 2_000;
const TIMEOUT_MS = 120_000;
const POLL_MS = 10;
const GOAL = 0.7;

export const INGEST_EXPLAINED = `Gateways (raw sockets in another process, QoS 1, subscribed to their topics) publish reports of ${VALUES} values, of which ${CHANGED} have left
their deadband; ${UNDER_WAY.toLocaleString('en')} reports are under way, one of a gateway at most. A round ends when the last one is acknowledged and its event
stands in the company's log: each report is checked, compared with the twin, and written as twin rows, the state and mark of its
gateway, ${CHANGED} recordings and one event, with the outbox between them. \`ours\` counts all values that were reported.
Baseline: the rows that such a round left behind, written into the same tables of the same database by a bare loop over \`pg\` on 4 connections,
500 reports to a transaction with one statement for each table, prepared as arrays beforehand. It has no MQTT, no JSON to read, nothing to compare and no
outbox. Both sides warm up until their rate no longer rises, then rounds take turns; medians are shown. The two cores were shared by server, database and
generator.

The goal is missed, and the cause is processor time: in this run on an otherwise idle machine a report took 159 µs of the server, 180 µs of the database and 47 µs of the generator,
so that two cores cannot do more than 5,200 a second, and 5,300 were done; bare rows took 115 µs of the database and 26 µs of the loop. (Hours before, it was 272 µs for a
report and 113 µs for bare rows, and the ratio 0.32: then a core was idle at the end of each round, since the fan-out wrote 1,000 facts at once instead of 2,500.) For 0.7 all three together may take 200 µs,
of which the database takes 180 µs already. A good part of it is the outbox, the marks of the fan-out and the heads of gateways, which the bare loop does not write. By a profile
of the server, its largest parts are the rows for PostgreSQL and what sends them,
packets to gateways with one write to a socket for each report, the comparison with the twin, and the collection of garbage.`;

export async function benchIngest(options: Options): Promise<Result[]> {
  const { quick, say } = options;
  const connected = quick ? QUICK_GATEWAYS : GATEWAYS;
  const reports = quick ? QUICK_REPORTS : REPORTS;
  // As many again for the rows of the bare loop.
  const fleet = await startFleet(2 * connected);
  const gateways: RawGateway[] = [];
  try {
    gateways.push(...(await connectSome(fleet, connected)));
    say(`${gateways.length} gateways are connected`);
    await reportRound(fleet, gateways, reports);
    const written = await readWritten(fleet, reports, connected);
    const { ours, baseline, warmUps } = await byTurns(
      'reports',
      () => reportRound(fleet, gateways, reports),
      () => writeBare(fleet, written),
      { rounds: quick ? 2 : 5, warmUpMax: quick ? 2 : 8, say },
    );
    const ourParts = await partsOf(fleet, reports, () => reportRound(fleet, gateways, reports));
    const bareParts = await partsOf(fleet, written.reports, () => writeBare(fleet, written));
    const cpu = partsText(ourParts, bareParts);
    return [resultOf({ ours, baseline, warmUps, written, reports, connected, cpu })];
  } finally {
    for (const gateway of gateways) gateway.end();
    await fleet.stop();
  }
}

function resultOf(run: {
  ours: number;
  baseline: number;
  warmUps: readonly number[];
  written: Written;
  reports: number;
  connected: number;
  cpu: string;
}): Result {
  const ratio = run.ours / run.baseline;
  const rows = run.written.rows / run.reports;
  const perSecond = (rate: number) => Math.round(rate).toLocaleString('en');
  return {
    name: 'ingest: readings from MQTT to commit',
    ours: run.ours * VALUES,
    baseline: run.baseline * VALUES,
    unit: 'readings/s',
    ratio,
    goal: `at least ${GOAL}`,
    reached: ratio >= GOAL,
    details: {
      'reports/s': `${perSecond(run.ours)} and ${perSecond(run.baseline)}`,
      'rows/s': `${perSecond(run.ours * rows)} and ${perSecond(run.baseline * rows)}`,
      'rows of a report': rows.toFixed(1),
      'processor time of a report': run.cpu,
      gateways: run.connected,
      'reports of a round': run.reports,
      'warm-up rounds': run.warmUps.join(' and '),
    },
  };
}

/** Reports a second until all of them are committed and their events stand in the log. */
export async function reportRound(
  fleet: Fleet,
  gateways: readonly RawGateway[],
  count: number,
): Promise<number> {
  const before = await lastEvent(fleet);
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('reports were not acknowledged in time')), TIMEOUT_MS);
    let [sent, acknowledged] = [0, 0];
    // Those that wait for their turn, so that each has one report under way at most.
    const idle = [...gateways];
    const send = () => {
      const gateway = sent < count ? idle.shift() : undefined;
      if (!gateway) return;
      sent += 1;
      report(gateway);
    };
    for (const gateway of gateways) {
      gateway.onAcknowledged = () => {
        acknowledged += 1;
        idle.push(gateway);
        if (acknowledged === count) {
          clearTimeout(timer);
          resolve();
        } else send();
      };
    }
    for (let first = 0; first < Math.min(UNDER_WAY, gateways.length, count); first += 1) send();
  });
  const deadline = performance.now() + TIMEOUT_MS;
  while ((await lastEvent(fleet)) < before + count) {
    if (performance.now() > deadline) throw new Error('events did not come in time');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return (count * 1_000) / (performance.now() - startedAt);
}

/** Number of the last event in the company's log. */
export async function lastEvent({ pool, companyId }: Pick<Fleet, 'pool' | 'companyId'>): Promise<number> {
  const { rows } = await pool.query<{ seq: string }>('SELECT seq FROM event_heads WHERE company_id = $1', [
    companyId,
  ]);
  return Number(rows[0]?.seq ?? 0);
}
