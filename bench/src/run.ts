import { jsonOf, tableOf } from './report.ts';
import type { Result } from './result.ts';
import { benchWebhooks, WEBHOOKS_EXPLAINED } from './webhooks/index.ts';
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

const BENCHES: Readonly<Record<string, Bench>> = {
  webhooks: { run: benchWebhooks, explained: WEBHOOKS_EXPLAINED },
};

const HELP = `Usage: npm run bench -- NAME [--quick] [--json]

Measures what Hearthgate does beside the bare minimum, both in one run on this machine, and prints the ratio.
Without --quick the results are also written to docs/benchmarks.md. Ends with 1 when a goal is not reached.
  NAME      ${Object.keys(BENCHES).join(', ')}
  --quick   ends within 40 s, with less precise figures, and writes nothing
  --json    the last line is one JSON object
`;

const [name = '', ...flags] = process.argv.slice(2);
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
const unknown = flags.filter((flag) => flag !== '--quick' && flag !== '--json');
if (!bench || unknown.length > 0) {
  const isHelp = name === '--help' || name === '-h';
  if (!isHelp && name !== '' && !bench) console.error(`There is no bench ${name}.`);
  if (unknown.length > 0) console.error(`Unknown: ${unknown.join(' ')}`);
  (isHelp ? console.log : console.error)(HELP);
  process.exit(isHelp ? 0 : 2);
}
const quick = flags.includes('--quick');
const results = await bench.run({ quick, say: (line) => console.error(line) });
console.log(tableOf(results));
console.log(machine());
if (!quick) console.log(`Written to ${await writePage({ name, explained: bench.explained, results })}`);
if (flags.includes('--json')) console.log(jsonOf(name, results));
process.exitCode = results.every(({ reached }) => reached) ? 0 : 1;
