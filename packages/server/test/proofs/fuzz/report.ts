import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { machine, table, thousands } from '../markdown.ts';
import { growth } from '../refusals/statistics.ts';
import type { BrokerRun } from './broker.ts';
import type { Held } from './held.ts';
import type { Run } from './run.ts';
import { BROKEN_ONLY, CALLERS, NEVER, TOUR_ONLY, UNTAKEN } from './targets.ts';

export interface Minute extends Held {
  readonly requests: number;
  readonly connections: number;
}

export interface Figures {
  readonly seed: number;
  readonly postgres: string;
  readonly routes: number;
  readonly run: Run;
  readonly broker: BrokerRun;
  readonly minutes: readonly Minute[];
  /** Reports of the gateway that behaved well, each acknowledged. */
  readonly reports: number;
}

const FILE = fileURLToPath(new URL('../../../../../docs/proofs/fuzz.md', import.meta.url));

export async function writeReport(figures: Figures): Promise<void> {
  const { seed, postgres, routes, run, broker, minutes, reports } = figures;
  const answers = [...run.answers].toSorted(([, a], [, b]) => b - a);
  const connections = [...broker.values()].reduce((a, b) => a + b, 0);
  const reasons = { ...BROKEN_ONLY, ...TOUR_ONLY, ...NEVER, ...UNTAKEN };
  await writeFile(
    FILE,
    `# Proof: fuzzing

Written by \`npm run proof:fuzz\` on ${new Date().toISOString().slice(0, 10)}; it runs 30 minutes unless \`FUZZ_MINUTES\` says otherwise, and
**this run took ${minutes.length - 2} minutes**. A short form of the same code is part of \`npm test\`. The code is in
\`packages/server/test/proofs/fuzz/\`.

Machine: ${machine()}, shared with other work, PostgreSQL ${postgres}. Server and attacker share one process. Seed ${seed} (\`FUZZ_SEED\`). A
fault names the round that it was found in (\`FUZZ_ROUND\` begins there) and the one request that led to it, as a command for \`curl\`.

## Every route as it is meant

The routes come from the tables of both servers, hidden ones too: **${routes}** of method and path. A tour calls each of them with valid input
until it takes it: systems, companies, endpoints, accounts with passwords, second factors and passkeys, the forms of the owner's pages,
operators. The exceptions, by name:

${table(
  ['route', 'why'],
  Object.entries(reasons).map(([name, why]) => [`\`${name}\``, why]),
)}

## Every route with broken input

Then each round sends one request to each route, in an order drawn by lot, as one of ${CALLERS.length} callers (${CALLERS.join(', ')}). It is made of the
route's schema or of the tour's body, with ids that exist: valid; with fields missing, unknown, of another type, huge, with NUL and lone
surrogates; deep, cut off, in another encoding, said to be of another type; paths and queries encoded wrongly, twice, as arrays; odd headers.
Beside it a browser walks through the forms with the tokens of its own session and spoilt fields, and bytes that are no HTTP go to both
ports. Real time passes for the rate limits, so that requests come through.

**${thousands(run.requests)} requests, ${run.faults.length} faults.** A fault is: 5xx other than 503 \`gateway-offline\` and \`overloaded\`; no answer within 30 s; a refusal
that is neither a problem document with a code of the catalogue and its status, nor a whole page; an answer that is not what the
route's own schema says; a line of level error in the log; an exception that nobody catches. A bystander's rows (owner, company,
contract, keys) are the same afterwards, and the server is ready.

${table(
  ['answer', 'how often'],
  answers.map(([label, count]) => [label, thousands(count)]),
)}

## The MQTT port

**${thousands(connections)} connections**, half of them cut into two pieces and ended rudely. Another gateway reported all the time; all of its **${reports}** reports were
acknowledged.

${table(
  ['what comes in', 'connections'],
  [...broker].toSorted(([a], [b]) => a.localeCompare(b)).map(([way, count]) => [way, thousands(count)]),
)}

## What is held on to

At the end of each minute the attacker closes its connections, houses that were connected on its request are disconnected again, and
it is counted what remains. By least squares over the second half, each minute
adds **${kilobytes(growth(minutes.map(({ used }) => used)))} kB** in use, ${growth(minutes.map(({ handles }) => handles)).toFixed(2)} handles and ${growth(minutes.map(({ database }) => database)).toFixed(2)} connections to the database; 1,000 kB and one handle or connection are the most
that pass. Rows of what was made in the meantime (accounts, companies, gateways, mails) stay, as they should, and with them their place in
caches with a bound. MB in use are heap and outside after garbage collection.

${table(
  ['minute', 'MB in use', 'MB of the process', 'handles', 'timers', 'HTTP', 'database', 'requests', 'MQTT'],
  minutes
    .slice(0, -1)
    .map((minute, no) => [
      String(no),
      (minute.used / 1e6).toFixed(1),
      (minute.rss / 1e6).toFixed(0),
      ...[minute.handles, minute.timers, minute.http, minute.database].map(String),
      thousands(minute.requests),
      thousands(minute.connections),
    ]),
)}
`,
  );
}

function kilobytes(bytes: number): string {
  return (bytes / 1_000).toFixed(0);
}
