import { spawnSync } from 'node:child_process';
import { jsonOf, tableOf } from './report.ts';
import { Skipped, type Result } from './result.ts';
import { machine, writePage } from './write-page.ts';

export interface Options {
  /** Ends within 40 s, with less precise figures. */
  readonly quick: boolean;
  readonly say: (line: string) => void;
}

interface Bench {
  readonly run: (options: Options) => Promise<Result[]>;
  /** What the rows mean, for `docs/benchmarks.md`. */
  readonly explained: string;
}

/** Loaded when it is asked for, since each of them brings half the server along. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  reads: async () => {
    const { benchReads: run, READS_EXPLAINED: explained } = await import('./reads/index.ts');
    return { run, explained };
  },
  ingest: async () => {
    const { benchIngest: run, INGEST_EXPLAINED: explained } = await import('./ingest/index.ts');
    return { run, explained };
  },
  webhooks: async () => {
    const { benchWebhooks: run, WEBHOOKS_EXPLAINED: explained } = await import('./webhooks/index.ts');
    return { run, explained };
  },
  commands: async () => {
    const { benchCommands: run, COMMANDS_EXPLAINED: explained } = await import('./commands/index.ts');
    return { run, explained };
  },
  memory: async () => {
    const { benchMemory: run, MEMORY_EXPLAINED: explained } = await import('./memory/index.ts');
    return { run, explained };
  },
  growth: async () => {
    const { benchGrowth: run, GROWTH_EXPLAINED: explained } = await import('./growth/index.ts');
    return { run, explained };
  },
  nodes: async () => {
    const { benchNodes: run, NODES_EXPLAINED: explained } = await import('./nodes/index.ts');
    return { run, explained };
  },
};

/** Proofs of that name, with a page of their own in docs/proofs: nothing minimal stands beside them. */
const PROOFS = ['gateways'];

const HELP = `Usage: npm run bench -- NAME [--quick] [--json]

Measures what Hearthgate does beside the bare minimum, both in one run on this machine, and prints the ratio.
Without --quick the results are also written to docs/benchmarks.md. Ends with 1 when a goal is not reached.
  NAME      ${Object.keys(BENCHES).join(', ')}
            ${PROOFS.join(', ')} (a proof: it writes its page in docs/proofs, and knows no --json)
  --quick   ends within 40 s, with less precise figures, and writes nothing
  --json    the last line is one JSON object
`;

const [name = '', ...flags] = process.argv.slice(2);
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
const isProof = PROOFS.includes(name);
const unknown = flags.filter((flag) => flag !== '--quick' && (flag !== '--json' || isProof));
if (isProof && unknown.length === 0) process.exit(runProof(name, flags.includes('--quick')));
if (!load || unknown.length > 0) {
  const isHelp = name === '--help' || name === '-h';
  if (!isHelp && name !== '' && !load && !isProof) console.error(`There is no bench ${name}.`);
  if (unknown.length > 0) console.error(`Unknown: ${unknown.join(' ')}`);
  (isHelp ? console.log : console.error)(HELP);
  process.exit(isHelp ? 0 : 2);
}
const quick = flags.includes('--quick');
const { run, explained } = await load();
const results = await run({ quick, say: (line) => console.error(line) }).catch((error: unknown) => {
  if (!(error instanceof Skipped)) throw error;
  console.log(`Skipped: ${error.message}`);
  if (flags.includes('--json')) console.log(JSON.stringify({ name, skipped: error.message }));
  process.exit(0);
});
console.log(tableOf(results));
console.log(machine());
if (!quick) console.log(`Written to ${await writePage({ name, explained, results })}`);
if (flags.includes('--json')) console.log(jsonOf(name, results));
process.exitCode = results.every(({ reached }) => reached) ? 0 : 1;

function runProof(proof: string, isQuick: boolean): number {
  const args = isQuick
    ? ['exec', '--', 'vitest', 'run', `packages/server/test/proofs/${proof}.test.ts`]
    : ['run', `proof:${proof}`];
  return spawnSync('npm', args, { stdio: 'inherit' }).status ?? 1;
}
