import { START_HELP } from './help.ts';
import { parseOptions } from './parse-options.ts';

/** `hearthgate start`: the platform ends itself on SIGINT and SIGTERM. */
export async function runStart(args: string[]): Promise<void> {
  const { values } = parseOptions('start', { args, options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(START_HELP);
    return;
  }
  // Loaded only now: `device` and `--help` need neither a database nor its libraries.
  const { start } = await import('@hearthgate/server/maintenance');
  await start();
}
