import { connectSandbox, startSandbox, type Sandbox } from '@hearthgate/testing';
import {
  loadScenario,
  runScenario,
  ScenarioFaults,
  shippedNames,
  type Scenario,
  type ScenarioReport,
} from '@hearthgate/testing/scenario';
import { messageOf, UsageError } from '../shell/errors.ts';
import { Printer } from './printer.ts';

interface Options {
  readonly url: string | undefined;
  readonly seed: string | undefined;
  readonly json: boolean;
}

const SEED_MAX = 0xffff_ffff;

/** `hearthgate scenario run`. */
export async function run(named: readonly string[], options: Options): Promise<void> {
  if (options.url !== undefined && options.seed !== undefined)
    throw new UsageError(
      '--seed is for a sandbox of its own; with --url set SANDBOX_SEED where that sandbox is started',
    );
  const seed = options.seed === undefined ? undefined : seedOf(options.seed);
  // The exit code of an interrupted command; what has been started is ended on the way out.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const scenarios = await load(named.length > 0 ? named : await shippedNames());
  const printer = new Printer(options.json);
  const reports: ScenarioReport[] = [];
  for (const scenario of scenarios) {
    const inWorld = seed ?? scenario.seed ?? 1;
    printer.begin(scenario);
    const report = await tell(scenario, inWorld, options.url, printer).catch((error: unknown) => ({
      ...{ name: scenario.name, file: scenario.file, seed: inWorld, passed: false, tookMs: 0, steps: [] },
      error: messageOf(error),
    }));
    reports.push(report);
    printer.end(report);
  }
  printer.sum(reports);
  if (reports.some(({ passed }) => !passed)) process.exitCode = 1;
}

/** All are read before the first one begins. */
async function load(names: readonly string[]): Promise<Scenario[]> {
  const wrong: string[] = [];
  const scenarios: Scenario[] = [];
  for (const name of names) {
    try {
      scenarios.push(await loadScenario(name));
    } catch (error) {
      if (!(error instanceof ScenarioFaults)) throw error;
      wrong.push(error.message);
    }
  }
  if (wrong.length === 0) return scenarios;
  console.error(wrong.join('\n'));
  throw new Error('nothing was run, since a scenario cannot be read');
}

async function tell(
  scenario: Scenario,
  seed: number,
  url: string | undefined,
  printer: Printer,
): Promise<ScenarioReport> {
  await using sandbox = await sandboxFor(scenario, seed, url);
  // Awaited here: the sandbox ends with this function.
  return await runScenario(sandbox, scenario, { seed, onStep: (step) => printer.step(step) });
}

/** A running sandbox keeps its own seed and time. */
async function sandboxFor({ at }: Scenario, seed: number, url: string | undefined): Promise<Sandbox> {
  if (url === undefined) return startSandbox({ seed, at });
  const sandbox = await connectSandbox(url);
  await sandbox.reset();
  return sandbox;
}

function seedOf(text: string): number {
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (seed <= SEED_MAX) return seed;
  throw new UsageError(`--seed is "${text}": give a whole number from 0 to ${SEED_MAX}`);
}
