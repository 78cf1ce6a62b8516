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
  /** Cores that server and boards kept busy. */
  readonly serverCpu: number;
  readonly fleetCpu: number;
  /** Bytes in use at its end, after garbage collection. */
  readonly used: number;
  /** Bytes of the machine's memory that the process held. */
  readonly rss: number;
}

/** Once a minute of the steady phase. */
export interface Sample {
  readonly used: number;
  readonly rss: number;
}

export interface Figures {
  readonly size: number;
  readonly phases: readonly Phase[];
  readonly samples: readonly Sample[];
  /** Payloads that boards published, that were decoded, and sets of values that were committed. */
  readonly told: number;
  readonly decoded: number;
  readonly stored: number;
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
  const {
    size,
    phases,
    samples,
    told,
    decoded,
    stored,
    connections,
    refused,
    asked,
    carried,
    skipped,
    recordings,
  } = figures;
  const steady = phases[1];
  return `# Proof: EMS-ESP boards in numbers

Written by \`npm run proof:gateways\` on ${new Date().toISOString().slice(0, 10)}. A shorter form of the same code (500 boards) is
part of \`npm test\`. The code is in \`packages/server/test/proofs/\`.

Machine: ${cpus().length} x ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}; Node ${process.version},
PostgreSQL ${postgres} on the same machine. The boards are sockets in a process of their own on the same cores.

## Nothing is lost

**${thousands(size)} boards** with the default settings of the firmware: \`boiler_data\` and \`thermostat_data\` every ten seconds, a
heartbeat every minute, QoS 0, two seconds from a lost connection to the next attempt, no jitter. Each \`boiler_data\` carries a
number that counts as a data point, so every one of them has to be recorded: more work for the database than real boards make.

${table(
  ['payloads told by boards', 'decoded', 'sets of values committed', 'lost'],
  [[thousands(told), thousands(decoded), thousands(stored), thousands(told - decoded)]],
)}

None was replaced, merged or buried. Each of the ${thousands(recordings)} numbers stands in the recordings exactly once, and the last one of each board in the twin. In the end
every board is shown as online.

${table(
  [
    'phase',
    'seconds',
    'payloads',
    'all there after',
    'event loop delay, p99',
    'server',
    'boards',
    'in use',
    'RSS',
  ],
  phases.map((phase) => [
    phase.name,
    phase.seconds.toFixed(0),
    thousands(phase.publishes),
    phase.backSeconds === undefined ? '' : `${phase.backSeconds.toFixed(1)} s`,
    `${phase.loopDelayMs.toFixed(0)} ms`,
    `${phase.serverCpu.toFixed(2)} cores`,
    `${phase.fleetCpu.toFixed(2)} cores`,
    megabytes(phase.used),
    megabytes(phase.rss),
  ]),
)}

In the steady phase that is ${steady ? thousands(Math.round(steady.publishes / steady.seconds)) : '?'} payloads a second. In the last phase the boards are
quiet, and the time is until everything is committed. ${thousands(connections)} connections were accepted,
${thousands(refused)} refused with "server unavailable" (such a board tries again). ${thousands(asked)} questions for entities were
asked: a board is asked once, not with each connection.

What a cut catches under way is lost with QoS 0, since the board does not keep it; here each cut comes a second after the last
payload.

## Memory over time

Each minute of the steady phase, after garbage collection: ${thousands(Math.round((samples.at(-1)?.used ?? 0) / size))} bytes for each board in the end, with everything
else that the server keeps.

${table(
  ['minute', 'in use', 'RSS'],
  samples.map(({ used, rss }, index) => [String(index + 1), megabytes(used), megabytes(rss)]),
)}

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

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}
