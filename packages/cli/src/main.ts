import { readFileSync } from 'node:fs';
import { UsageError, messageOf } from './errors.ts';
import { HELP } from './help.ts';

type Command = (args: string[]) => Promise<void>;

/** Each is loaded when it is called: neither needs the libraries of the other. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['start', async () => (await import('./start.ts')).runStart],
  ['consent', async () => (await import('./consent.ts')).runConsent],
  ['company', async () => (await import('./company/company.ts')).runCompany],
  ['operator', async () => (await import('./operator.ts')).runOperator],
  ['catalogue', async () => (await import('./catalogue.ts')).runCatalogue],
  ['secrets', async () => (await import('./secrets.ts')).runSecrets],
  ['agent', async () => (await import('./agent.ts')).runAgentCommand],
  ['device', async () => (await import('./device.ts')).runDevice],
]);

await main(process.argv.slice(2));

/** Exit codes: 0 well, 1 failed, 2 called in a wrong way. */
async function main(args: string[]): Promise<void> {
  try {
    await dispatch(args);
  } catch (error) {
    console.error(`hearthgate: ${messageOf(error)}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

async function dispatch([name, ...rest]: string[]): Promise<void> {
  if (name === '--version' || name === '-v') {
    console.log(version());
    return;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(HELP);
    return;
  }
  const load = COMMANDS.get(name);
  if (!load) throw new UsageError(`unknown command "${name}"; "hearthgate --help" lists what there is`);
  const run = await load();
  await run(rest);
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const content: unknown = JSON.parse(text);
  const isNamed = typeof content === 'object' && content !== null && 'version' in content;
  return isNamed ? String(content.version) : 'unknown';
}
