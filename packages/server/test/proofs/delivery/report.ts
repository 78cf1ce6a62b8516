import { loadavg } from 'node:os';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine, table, thousands } from '../markdown.ts';
import type { Chaos } from './chaos.ts';
import type { Ages, Fairness } from './fairness.ts';

const FILE = fileURLToPath(new URL('../../../../../docs/proofs/delivery.md', import.meta.url));

export async function writeReport(figures: {
  seed: number;
  chaos: Chaos;
  fairness: Fairness;
}): Promise<void> {
  await mkdir(dirname(FILE), { recursive: true });
  await writeFile(FILE, reportOf(figures));
}

function reportOf({ seed, chaos, fairness }: { seed: number; chaos: Chaos; fairness: Fairness }): string {
  const { alone, beside } = fairness;
  const slowest = Math.max(...chaos.recoveryMs);
  return `# Proof: delivery

Written by \`npm run proof:delivery\` on ${new Date().toISOString().slice(0, 10)}. A shorter form of the same code is part
of \`npm test\`. The code is in \`packages/server/test/proofs/\`.

Machine: ${machine()}. Load average at the end: ${loadavg()
    .map((load) => load.toFixed(1))
    .join(', ')}. Seed ${seed} (\`PROOF_SEED\`).

## Nothing that was acknowledged is lost

The server runs as a process, with the PostgreSQL that it starts itself. In each of **${chaos.rounds} rounds** three gateways
report over MQTT, a receiver outside the server answers by turns, somebody reads \`GET /events\` by cursor, and at a random
moment the server, PostgreSQL, or both get SIGKILL. The clock goes 60 times as fast, so that retries fall into the rounds; at the
end it moves on by two days, and the receiver takes everything.

Then: every report that was acknowledged to its gateway stands in the log once; \`gatewayseq\` has no hole; every event of the
log was taken over by the receiver; repetitions have the same id; per gateway they came in order, but for those that were
overtaken, which every overtaker names in \`parkedBefore\`; and the reader, through all crashes, has read exactly the log.

Faults: **${chaos.faults.length}**, in ${chaos.seconds.toFixed(0)} s.

${table(
  ['', ''],
  [
    ['SIGKILL', [...chaos.kills].map(([victim, count]) => `${victim} ${count}`).join(', ')],
    ['until everything answered again', `at most ${(slowest / 1_000).toFixed(1)} s`],
    ['reports acknowledged', thousands(chaos.reports)],
    ['events in the log', thousands(chaos.logged)],
    ['events taken over', thousands(chaos.delivered)],
    ['repetitions', thousands(chaos.repeated)],
    ['events that were overtaken', thousands(chaos.parked)],
    ['requests', [...chaos.answered].map(([mood, count]) => `${mood} ${thousands(count)}`).join(', ')],
    ['pages of the log read', thousands(chaos.reads)],
  ],
)}

## A backlog does not hold up the others

One endpoint has **${thousands(fairness.backlog)} events** behind it, another one gets what 40 gateways report, 20 reports a second.
Both receivers are real, in a process of their own. How old is an event when the first byte of its request arrives, from the
measurement at the gateway: without the backlog (before and after), and while it is delivered?

${table(['', 'events', 'p50', 'p99'], [rowOf('without the backlog', alone), rowOf('beside it', beside)])}

The p99 beside the backlog is ${(beside.p99 / alone.p99).toFixed(2)} times the one without. The backlog was delivered in
${fairness.drainedIn.toFixed(0)} s, ${thousands(Math.round(fairness.backlog / fairness.drainedIn))} events a second.
`;
}

function rowOf(name: string, { count, p50, p99 }: Ages): string[] {
  return [name, thousands(count), `${p50} ms`, `${p99} ms`];
}
