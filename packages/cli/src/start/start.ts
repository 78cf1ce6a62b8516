import { parseCall } from '../shell/parse-call.ts';
import { START } from './help.ts';

/** `hearthgate start`: the platform ends itself on SIGINT and SIGTERM. */
export async function runStart(args: string[]): Promise<void> {
  const { values } = parseCall(START, args);
  // Loaded only now: a wrong call needs neither a database nor its libraries.
  const { start } = await import('@hearthgate/server/maintenance');
  await start(process.env, { json: values.json });
}
