import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './two-days.ts';

const FILE = fileURLToPath(new URL('../../../../../docs/proofs/agent.md', import.meta.url));

export async function writeReport(
  seed: number,
  postgres: string,
  outcomes: readonly Outcome[],
): Promise<void> {
  await mkdir(dirname(FILE), { recursive: true });
  await writeFile(FILE, reportOf(seed, postgres, outcomes));
}

function reportOf(seed: number, postgres: string, outcomes: readonly Outcome[]): string {
  const [cpu] = cpus();
  const row = (name: string, value: (outcome: Outcome) => number) => [
    name,
    ...outcomes.map((o) => String(value(o))),
  ];
  const rows = [
    ['', ...outcomes.map(({ kind }) => kind)],
    ['---', ...outcomes.map(() => '---')],
    row('turns of the agent in 48 hours', ({ turns }) => turns),
    row('kills with SIGKILL in the middle of a turn', ({ kills }) => kills),
    row('of them with a torn write behind', ({ tornWrites }) => tornWrites),
    row('times it was off for more than an hour', ({ longStops }) => longStops),
    row('minutes off in those', ({ offMinutes }) => offMinutes),
    row('reports', ({ reports }) => reports),
    row('data points looked at', ({ points }) => points),
    row('recordings of them', ({ recordings }) => recordings),
    row('**longest time between two recordings, minutes**', ({ longestHoleMinutes }) => longestHoleMinutes),
    row('recordings with a wrong value', ({ wrongValues }) => wrongValues),
    row('recordings twice', ({ repeated }) => repeated),
    row('named gaps', ({ lostReports }) => lostReports),
    row('boots on the platform', ({ boots }) => boots),
  ];
  return `# Proof: the edge agent

Written by \`npm run proof:agent\` on ${new Date().toISOString().slice(0, 10)}. A shorter form of the same code is part
of \`npm test\`. The code is in \`packages/server/test/proofs/\`.

Machine: ${cpus().length} x ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}; Node ${process.version},
PostgreSQL ${postgres}. Seed ${seed} (\`PROOF_SEED\`).

## Cut off for 48 hours and killed at random, no hole remains

An agent runs in a process of its own beside a double of its gateway, on a clock that is moved. For 48 hours of that clock the
platform cannot be reached. At random moments of random turns the process gets SIGKILL; then what a power loss in the middle of a
write leaves is added to its files: a part of a record, zeros, noise, a file that was being made. Mostly it is started again at the
next turn, sometimes only after hours; that time is filled from the gateway's own recordings, which are made to differ from what the
agent reads. Then the platform can be reached, and everything is taken over.

A hole is what the platform calls one: more than 30 minutes without a value. A value is right when it is what the double showed at that
moment, or, while the agent was off, the mean of that hour.

${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

What this does not show: a disk that loses what it has confirmed. How the agent notices that is in
[ADR 0015](../adr/0015-ring-on-disk.md).
`;
}
