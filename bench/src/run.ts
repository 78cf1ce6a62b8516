import { cpus, totalmem } from 'node:os';
import { benchWebhooks } from './webhooks/index.ts';

/** One figure beside its baseline, both of the same run. */
export interface Result {
  readonly name: string;
  readonly ours: number;
  readonly baseline: number;
  readonly unit: string;
  readonly ratio: number;
  /** The ratio, or what else is wanted, in words. */
  readonly goal: string;
  readonly reached: boolean;
  /** What was measured besides. */
  readonly details: Readonly<Record<string, string | number>>;
}

export interface Options {
  /** Ends within 40 s, with less precise figures. */
  readonly quick: boolean;
  readonly say: (line: string) => void;
}

const BENCHES: Readonly<Record<string, (options: Options) => Promise<Result[]>>> = {
  webhooks: benchWebhooks,
};

const HELP = `Usage: npm run bench -- NAME [--quick] [--json]

Measures what Hearthgate does beside the bare minimum, both in one run on this machine, and prints the ratio.
  NAME      ${Object.keys(BENCHES).join(', ')}
  --quick   ends within 40 s, with less precise figures
  --json    the last line is one JSON object
`;

const [name, ...flags] = process.argv.slice(2);
const bench = name === undefined ? undefined : BENCHES[name];
const unknown = flags.filter((flag) => flag !== '--quick' && flag !== '--json');
if (!bench || unknown.length > 0) {
  const isHelp = name === '--help' || name === '-h';
  if (!isHelp && name !== undefined && !bench) console.error(`There is no bench ${name}.`);
  if (unknown.length > 0) console.error(`Unknown: ${unknown.join(' ')}`);
  (isHelp ? console.log : console.error)(HELP);
  process.exit(isHelp ? 0 : 2);
}
const isJson = flags.includes('--json');
const results = await bench({ quick: flags.includes('--quick'), say: (line) => console.error(line) });
console.log(table(results));
console.log(
  `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
);
if (isJson) console.log(JSON.stringify(results.length === 1 ? results[0] : { name, results }));
process.exitCode = results.every(({ reached }) => reached) ? 0 : 1;

function table(rows: readonly Result[]): string {
  const lines = rows.map(({ name: what, ours, baseline, unit, ratio, goal, reached, details }) => {
    const more = Object.entries(details).map(([key, value]) => `${key} ${value}`);
    return `| ${what} | ${round(ours)} | ${round(baseline)} | ${unit} | ${ratio.toFixed(2)} | ${goal} | ${reached ? 'yes' : 'no'} | ${more.join('; ')} |`;
  });
  return [
    '| what | ours | baseline | unit | ratio | goal | reached | besides |',
    '| --- | ---: | ---: | --- | ---: | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}
