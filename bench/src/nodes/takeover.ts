import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterNode } from '../../../packages/server/test/harness/cluster.ts';
import { httpLoad } from '../harness/http-load.ts';
import type { RawGateway } from '../harness/raw-gateway.ts';
import { onCommitted, report } from '../harness/report.ts';
import { lastEvent } from '../ingest/index.ts';
import type { Engines } from './engines.ts';
import { readOf } from './mixed-round.ts';

/** Each gateway reports so often, whatever becomes of it. */
const REPORT_EVERY_MS = 1_000;
const TICK_MS = 5;
const BEFORE_MS = 2_000;
const TIMEOUT_MS = 30_000;
const POLL_MS = 20;
/** Reads at the node that stays, one under way on each. */
const READERS = 4;

export interface Takeover {
  /** From the kill until a report that each gateway sent right after it was committed. */
  readonly ms: number;
  /** Gateways of the killed node. */
  readonly moved: number;
  readonly reports: number;
  /** Of the reports. */
  readonly lost: number;
  readonly toldTwice: number;
  readonly reads: number;
}

/** Kills one of two nodes while every gateway reports and the other node is read, and looks for what became of each report. */
export async function takeover(
  engines: Engines,
  [stays, dies]: readonly [ClusterNode, ClusterNode],
  gateways: readonly RawGateway[],
): Promise<Takeover> {
  const firstEvent = await lastEvent(engines);
  const firstSeqs = new Map(gateways.map((gateway) => [gateway, gateway.seq]));
  const committed = new Map(firstSeqs);
  for (const gateway of gateways) onCommitted(gateway, (seq) => committed.set(gateway, seq));
  const holders = await holdersOf(engines);
  const stopped = new AbortController();
  const load = reportOnSchedule(gateways, stopped.signal);
  let no = 0;
  const reading = httpLoad({
    port: Number(new URL(stays.url).port),
    connections: READERS,
    seconds: TIMEOUT_MS / 1_000,
    next: () => (stopped.signal.aborted ? undefined : readOf(engines, no++)),
  });
  await sleep(BEFORE_MS);
  await dies.end('SIGKILL');
  const killedAt = performance.now();
  const wanted = new Map(
    gateways.map((gateway) => {
      report(gateway);
      return [gateway, gateway.seq];
    }),
  );
  await until(() => gateways.every((gateway) => atLeast(committed, gateway, wanted.get(gateway))));
  const ms = performance.now() - killedAt;
  await sleep(REPORT_EVERY_MS);
  stopped.abort();
  await load;
  const { answers: reads } = await reading;
  const reports = gateways.reduce((sum, gateway) => sum + gateway.seq - (firstSeqs.get(gateway) ?? 0), 0);
  await until(() => gateways.every((gateway) => atLeast(committed, gateway, gateway.seq))).catch(
    () => undefined,
  );
  await until(async () => (await lastEvent(engines)) >= firstEvent + reports).catch(() => undefined);
  const [left] = new Set((await holdersOf(engines)).values());
  const moved = gateways.filter(({ gatewayId }) => holders.get(Number(gatewayId) % 64) !== left).length;
  return { ms, moved, reports, reads, ...(await accountOf(engines, gateways, firstEvent, reports)) };
}

/** Every gateway by turns, evenly over the time. */
async function reportOnSchedule(gateways: readonly RawGateway[], stopped: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  for (let sent = 0; !stopped.aborted; await sleep(TICK_MS)) {
    const due = ((performance.now() - startedAt) * gateways.length) / REPORT_EVERY_MS;
    for (; sent < due; sent += 1) report(gateways[sent % gateways.length] as RawGateway);
  }
}

/** By the database alone: marks of reports, and events. */
async function accountOf(
  { pool, companyId }: Engines,
  gateways: readonly RawGateway[],
  firstEvent: number,
  reports: number,
): Promise<{ lost: number; toldTwice: number }> {
  const { rows: marks } = await pool.query<{ gateway_id: number; acked: number }>(
    "SELECT gateway_id, acked_seq::int AS acked FROM report_marks WHERE boot = 'bench'",
  );
  const acked = new Map(marks.map((row) => [row.gateway_id, row.acked]));
  const lost = gateways.reduce(
    (sum, { gatewayId, seq }) => sum + seq - (acked.get(Number(gatewayId)) ?? 0),
    0,
  );
  const { rows } = await pool.query<{ events: number }>(
    "SELECT count(*)::int AS events FROM events WHERE company_id = $1 AND seq > $2 AND type LIKE '%DATA_POINT'",
    [companyId, firstEvent],
  );
  const events = rows[0]?.events ?? 0;
  return { lost: Math.max(lost, reports - events), toldTwice: Math.max(0, events - reports) };
}

async function holdersOf({ pool }: Engines): Promise<Map<number, string>> {
  const { rows } = await pool.query<{ slice: number; holder: string }>(
    'SELECT slice, holder FROM shard_leases',
  );
  return new Map(rows.map(({ slice, holder }) => [slice, holder]));
}

function atLeast(committed: ReadonlyMap<RawGateway, number>, gateway: RawGateway, seq = 0): boolean {
  return (committed.get(gateway) ?? 0) >= seq;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('waited in vain for the other node');
    await sleep(POLL_MS);
  }
}
