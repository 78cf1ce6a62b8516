import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestSandbox } from '../../harness/sandbox.ts';

export interface Phase {
  readonly name: string;
  readonly seconds: number;
  readonly publishes: number;
  /** Until everybody was connected, or everything committed. */
  readonly backSeconds: number | undefined;
  readonly loopDelayMs: number;
  /** Bytes in use at its end. */
  readonly memory: number;
}

export interface Figures {
  readonly size: number;
  readonly phases: readonly Phase[];
  readonly publishes: number;
  readonly connections: number;
  readonly refused: number;
  readonly asked: number;
  readonly carried: number;
  readonly skipped: readonly (readonly [reason: string, count: number])[];
  readonly recordings: number;
}

const FILE = fileURLToPath(new URL('../../../../../docs/proofs/gateways.md', import.meta.url));

export async function writeReport(sandbox: TestSandbox, figures: Figures): Promise<void> {
  const { rows } = await sandbox.pool.query<{ server_version: string }>('SHOW server_version');
  const postgres = rows[0]?.server_version.split(' ')[0] ?? '';
  await mkdir(dirname(FILE), { recursive: true });
  await writeFile(FILE, reportOf(figures, postgres));
}

function reportOf(figures: Figures, postgres: string): string {
  const [cpu] = cpus();
  const { size, phases, publishes, connections, refused, asked, carried, skipped, recordings } = figures;
  const steady = phases[1];
  return `# Proof: EMS-ESP boards in numbers

Written by \`npm run proof:gateways\` on ${new Date().toISOString().slice(0, 10)}. A shorter form of the same code (500 boards) is
part of \`npm test\`. The code is in \`packages/server/test/proofs/\`.

Machine: ${cpus().length} x ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}; Node ${process.version},
PostgreSQL ${postgres} on the same machine. The boards are sockets in a process of their own; other work ran beside it.

## Nothing is lost

**${thousands(size)} boards** with the default settings of the firmware: \`boiler_data\` and \`thermostat_data\` every ten seconds, a
heartbeat every minute, QoS 0, two seconds from a lost connection to the next attempt, no jitter. Each \`boiler_data\` carries a
number that counts as a data point, so every one of them has to be recorded: more work for the database than real boards make.

Of **${thousands(publishes)} payloads** each was decoded and committed; none was replaced, merged or buried. Each of the
${thousands(recordings)} numbers stands in the recordings exactly once, and the last one of each board in the twin. In the end
every board is shown as online.

${table(
  ['phase', 'seconds', 'payloads', 'all there after', 'event loop delay, p99', 'memory at its end'],
  phases.map((phase) => [
    phase.name,
    phase.seconds.toFixed(0),
    thousands(phase.publishes),
    phase.backSeconds === undefined ? '' : `${phase.backSeconds.toFixed(1)} s`,
    `${phase.loopDelayMs.toFixed(0)} ms`,
    `${(phase.memory / 1e6).toFixed(0)} MB`,
  ]),
)}

In the steady phase that is ${steady ? thousands(Math.round(steady.publishes / steady.seconds)) : '?'} payloads a second. In the last phase the boards are
quiet, and the time is until everything is committed. ${thousands(connections)} connections were accepted,
${thousands(refused)} refused with "server unavailable" (such a board tries again). ${thousands(asked)} questions for entities were
asked: a board is asked once, not with each connection.

What a cut catches under way is lost with QoS 0, since the board does not keep it; here each cut comes a second after the last
payload.

## What became of every reading

${table(
  ['', 'readings'],
  [
    ['became values', thousands(carried)],
    ...skipped.map(([reason, count]): [string, string] => [`counted as \`${reason}\``, thousands(count)]),
  ],
)}
`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}
