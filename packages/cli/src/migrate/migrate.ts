import { parseCall } from '../shell/parse-call.ts';
import { MIGRATE } from './help.ts';

/** `hearthgate migrate`. */
export async function runMigrate(args: string[]): Promise<void> {
  const { values } = parseCall(MIGRATE, args);
  // Loaded only now: a wrong call needs neither a database nor its libraries.
  const { migrateDatabase } = await import('@hearthgate/server/maintenance');
  const applied = await migrateDatabase(process.env);
  if (values.json) console.log(JSON.stringify({ applied }));
  else console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`);
}
