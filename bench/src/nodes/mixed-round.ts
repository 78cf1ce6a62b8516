import type { ClusterNode } from '../../../packages/server/test/harness/cluster.ts';
import { getRequest, httpLoad } from '../harness/http-load.ts';
import type { RawGateway } from '../harness/raw-gateway.ts';
import { onCommitted, report } from '../harness/report.ts';
import { lastEvent } from '../ingest/index.ts';
import type { Engines } from './engines.ts';

/** Of the load; each is checked, authorised and counted as in **reads** and **ingest**. */
export const READS_PER_REPORT = 2;
/** In all, divided evenly among the nodes. */
export const CONNECTIONS = 64;
/** Reports under way, one of a gateway at most, and how far they and the reads may be ahead of each other. */
export const UNDER_WAY = 500;
const TIMEOUT_MS = 60_000;
const POLL_MS = 10;

/** Operations a second until so many reports are committed and in the log, and READS_PER_REPORT times as many reads answered. */
export async function mixedRound(
  engines: Engines,
  nodes: readonly ClusterNode[],
  gateways: readonly RawGateway[],
  reports: number,
): Promise<number> {
  const before = await lastEvent(engines);
  const reads = reports * READS_PER_REPORT;
  const idle = [...gateways];
  const waiting: (() => void)[] = [];
  let [sent, committed, asked] = [0, 0, 0];
  const mayRead = (no: number) => no < (committed + UNDER_WAY) * READS_PER_REPORT;
  const sendReports = () => {
    while (
      sent < Math.min(reports, committed + UNDER_WAY, asked / READS_PER_REPORT + UNDER_WAY) &&
      idle.length > 0
    ) {
      sent += 1;
      report(idle.shift() as RawGateway);
    }
  };
  const next = () => {
    if (asked === reads) return undefined;
    const no = asked++;
    const request = readOf(engines, no);
    sendReports();
    if (mayRead(no)) return request;
    return new Promise<Buffer>((resolve) => waiting.push(() => resolve(request)));
  };
  const startedAt = performance.now();
  const allCommitted = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('reports were not committed in time')), TIMEOUT_MS);
    for (const gateway of gateways) {
      onCommitted(gateway, (seq) => {
        if (seq !== gateway.seq) return;
        committed += 1;
        idle.push(gateway);
        for (let free = READS_PER_REPORT; free > 0; free -= 1) waiting.shift()?.();
        sendReports();
        if (committed === reports) resolve(clearTimeout(timer));
      });
    }
    sendReports();
  });
  const loads = nodes.map(({ url }) =>
    httpLoad({
      port: Number(new URL(url).port),
      connections: CONNECTIONS / nodes.length,
      seconds: TIMEOUT_MS / 1_000,
      next,
    }),
  );
  await Promise.all([allCommitted, ...loads]);
  const deadline = performance.now() + TIMEOUT_MS;
  while ((await lastEvent(engines)) < before + reports) {
    if (performance.now() > deadline) throw new Error('events did not come in time');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return ((reports + reads) * 1_000) / (performance.now() - startedAt);
}

/** As a proxy that ends TLS passes it on. */
export function readOf({ gatewayIds, key }: Engines, no: number): Buffer {
  const path = `/hvacs/${gatewayIds[no % gatewayIds.length]}/heatingCircuits/1`;
  return getRequest(path, { 'x-api-key': key, 'x-forwarded-proto': 'https' });
}
