import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { machine, table, thousands } from '../proofs/markdown.ts';
import { changesOf, spell, type Outcome } from './endure.ts';
import type { Fault } from './fault.ts';
import { FAULTS } from './faults/index.ts';
import { isKept, type Result } from './suite.ts';

const FILE = fileURLToPath(new URL('../../../../docs/proofs/chaos.md', import.meta.url));

export async function writeReport(result: Result): Promise<string> {
  await writeFile(FILE, reportOf(result));
  await promisify(execFile)('npx', ['oxfmt', FILE]);
  return relative(process.cwd(), FILE);
}

function reportOf(result: Result): string {
  const { seed, seconds, outcomes, skipped, complaints } = result;
  const total = (of: (outcome: Outcome) => number) => outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
  const commands = total(({ account }) =>
    [...account.commands.values()].reduce((sum, count) => sum + count, 0),
  );
  const broken = [
    ...complaints,
    ...outcomes.flatMap((outcome) =>
      outcome.complaints.map((text) => `${outcome.setUp} ${outcome.fault.name}: ${text}`),
    ),
  ];
  return `# Proof: chaos

Written by \`npm run chaos\` on ${new Date().toISOString().slice(0, 10)}; \`npm run chaos -- --help\` says how to try single faults. A few of them are part
of \`npm test\`. The code is in \`packages/server/test/chaos/\`, a file for each fault.

Machine: ${machine()}. Load average at the end: ${loadavg()
    .map((load) => load.toFixed(1))
    .join(', ')}. Seed ${seed}. ${Math.round(seconds / 60)} minutes.

## What holds for every fault

Eight gateways report five times a second each, ten others carry out changes that come over every node, a caller reads over every node ten
times a second, and a receiver gets every event: before, during and after the fault. Then the load pauses, and:

- every report that was **accepted** stands in the log exactly once. A gateway forgets a report when it is accepted: by PUBACK of the
  embedded broker, by \`down/ack\` behind any other one;
- no \`gatewayseq\` is missing, none has two ids, and nothing stands in the log that was never reported;
- every event has arrived at the receiver in the end, repetitions under the same id;
- every change that was answered with 2xx ends in a state that agrees with what the appliance did: \`CONFIRMED\` was carried out once,
  what was refused, superseded or not sent never, and what had no answer in time at most once.

${isKept(result) ? '**Every promise was kept**' : `**${broken.length} promises were broken**`}: ${thousands(outcomes.length)} trials, ${thousands(total(({ account }) => account.accepted))} reports accepted, ${thousands(commands)} changes,
${thousands(Math.max(0, ...outcomes.map(({ account }) => account.repeated)))} repetitions at most in the life of a set-up.
${broken.map((text) => `\n- ${text.split('\n', 1)[0]}`).join('')}
${skipped.map(({ what, why }) => `\nSkipped: ${what}, ${why}.`).join('')}

Set-ups: **one** is what \`hearthgate start\` gives, a process with its own broker and the PostgreSQL that it starts itself. **many** is two nodes with
Mosquitto, Redis and PostgreSQL. Processes that end are started again a second later, as systemd or Docker does.

## What was measured

"Cause" is how long the fault itself lasted. "Back" counts from its end until each gateway had a report accepted **and** delivered that was made
after it, and each node answered. "Accepted" and "reads" are the longest times without an accepted report of one gateway, and without an
answered read over each node.

${table(
  ['fault', 'set-up', 'cause', 'back', 'promised', 'accepted', 'reads', 'reports', 'changes'],
  outcomes.map(rowOf),
)}

## The faults

${FAULTS.filter(({ name }) => outcomes.some(({ fault }) => fault.name === name))
  .map((fault) => about(fault, outcomes))
  .join('\n\n')}
`;
}

function rowOf({ fault, setUp, causeMs, backMs, acceptGapMs, readGapsMs, account }: Outcome): string[] {
  return [
    `\`${fault.name}\``,
    setUp,
    spell(causeMs),
    spell(backMs),
    `${fault.backWithinS} s`,
    spell(acceptGapMs),
    readGapsMs.map(spell).join(', '),
    thousands(account.accepted),
    changesOf(account),
  ];
}

function about({ name, promise, how }: Fault, outcomes: readonly Outcome[]): string {
  const measured = outcomes
    .filter(({ fault }) => fault.name === name)
    .flatMap(({ setUp, measured: lines, surprises }) => {
      const own =
        surprises > 0 ? [...lines, `${surprises} servers ended by themselves and were started again`] : lines;
      return own.length > 0 ? [`- ${setUp}: ${own.join('; ')}`] : [];
    });
  return [`### \`${name}\``, promise, how, ...(measured.length > 0 ? [measured.join('\n')] : [])].join(
    '\n\n',
  );
}
