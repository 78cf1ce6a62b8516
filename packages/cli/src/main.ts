import { readFileSync } from 'node:fs';
import { COMMANDS } from './commands.ts';
import { UsageError, messageOf } from './shell/errors.ts';
import { helpText, overviewText } from './shell/help-text.ts';

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
  if (name === undefined || isHelp(name) || (name === 'help' && rest.length === 0)) {
    console.log(overviewText(COMMANDS.map(([command]) => command)));
    return;
  }
  const asked = name === 'help' ? rest[0] : name;
  const found = COMMANDS.find(([command]) => command.name === asked);
  if (!found) throw new UsageError(`unknown command "${asked}"; "hearthgate --help" lists what there is`);
  const [command, load] = found;
  if (name === 'help' || beforeEnd(rest).some(isHelp)) {
    console.log(helpText(command));
    return;
  }
  const run = await load();
  await run(rest);
}

/** What stands behind `--` is no option. */
function beforeEnd(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end === -1 ? args : args.slice(0, end);
}

function isHelp(text: string): boolean {
  return text === '--help' || text === '-h';
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const content: unknown = JSON.parse(text);
  const isNamed = typeof content === 'object' && content !== null && 'version' in content;
  return isNamed ? String(content.version) : 'unknown';
}
