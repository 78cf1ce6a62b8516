import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine, table, thousands } from '../markdown.ts';
import { growth, type Comparison } from './statistics.ts';
import type { Storm } from './storm.ts';

export interface Figures {
  readonly seed: number;
  readonly postgres: string;
  readonly storm: Storm;
  readonly inventions: { readonly requests: number; readonly memory: readonly number[] };
  readonly secret: Comparison;
  readonly control: Comparison;
}

const FILE = fileURLToPath(new URL('../../../../../docs/proofs/refusals.md', import.meta.url));

export async function writeReport(figures: Figures): Promise<void> {
  await mkdir(dirname(FILE), { recursive: true });
  await writeFile(FILE, reportOf(figures));
}

function reportOf({ seed, postgres, storm, inventions, secret, control }: Figures): string {
  const { requests, seconds, answers, faults, memory } = storm;
  return `# Proof: refusals

Written by \`npm run proof:refusals\` on ${new Date().toISOString().slice(0, 10)}. A shorter form of the same code is part
of \`npm test\`. The code is in \`packages/server/test/proofs/\`.

Machine: ${machine()},
PostgreSQL ${postgres}. Server and attacker share one process. Seed ${seed} (\`PROOF_SEED\`).

## No request is answered with 5xx

A sandbox with its rate limits in force gets **${thousands(requests)} requests** over real connections, as bytes that a client
library would refuse to send: invented, damaged, repeated and overlong keys, forwarded addresses of every form, headers, hosts,
paths, queries, methods and bodies, and bytes that are not HTTP. A quarter carries the valid key and asks for what does not
exist. Every answer is below 500; a refusal is a problem document with a known code; only the valid key, alone, from a listed
address, and public pages get 2xx.

Faults: **${faults.length}**. ${thousands(requests)} requests in ${seconds.toFixed(0)} s. Answers without a code are those to \`HEAD\` and
successes.

${table(
  ['answer', 'how often'],
  answers.map(([label, count]) => [label, thousands(count)]),
)}

## An unknown id and a wrong secret take the same time

Two kinds of key are refused with \`api-key-unknown\`: one whose id nobody has, and one with the id of a key in use and a wrong
secret. Which comes next is drawn by lot. A key is found by the hash of its whole text, so both are one look-up that finds
nothing. The control compares with keys that are refused before any look-up; it shows that this way of measuring sees a
difference where there is one.

${table(
  ['', 'unknown id or wrong secret', 'control: unknown or malformed'],
  [
    ['measured, each', thousands(secret.each), thousands(control.each)],
    ['medians', medians(secret), medians(control)],
    ['difference of the medians', micro(differenceOf(secret)), micro(differenceOf(control))],
    ['ratio', ratio(secret), ratio(control)],
    ['noise: random halves differ by', noise(secret), noise(control)],
    [
      'probability that the first takes longer',
      secret.superiority.toFixed(3),
      control.superiority.toFixed(3),
    ],
    ['Mann-Whitney z (nobody can tell: below 4)', secret.z.toFixed(2), control.z.toFixed(2)],
  ],
)}

## Memory stays where it is

Bytes in use (heap and outside, after garbage collection), in MB.

${table(
  ['', 'after each tenth', 'growth per request in the second half'],
  [
    [`the ${thousands(requests)} requests above`, megabytes(memory), perRequest(memory, requests)],
    [
      `${thousands(inventions.requests)} requests that each invent a name`,
      megabytes(inventions.memory),
      perRequest(inventions.memory, inventions.requests),
    ],
  ],
)}

The second line are invented keys, addresses, gateways, circuits, programs and commands, none of them slowed down by a rate
limit. What does not exist is not cached, and a bucket that is full again is forgotten.
`;
}

function micro(value: number): string {
  return `${value.toFixed(1)} µs`;
}

function differenceOf({ medians: [first, second] }: Comparison): number {
  return Math.abs(first - second);
}

function medians({ medians: [first, second] }: Comparison): string {
  return `${micro(first)}, ${micro(second)}`;
}

function ratio({ medians: [first, second] }: Comparison): string {
  return (first / second).toFixed(3);
}

function noise({ noise: [typical, largest] }: Comparison): string {
  return `${micro(typical)}, at most ${micro(largest)}`;
}

function megabytes(values: readonly number[]): string {
  return values.map((value) => (value / 1e6).toFixed(1)).join(', ');
}

function perRequest(values: readonly number[], requests: number): string {
  return `${(growth(values) / (requests / values.length)).toFixed(1)} B`;
}
