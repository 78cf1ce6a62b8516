import { parseCall } from '../shell/parse-call.ts';
import { MIGRATE } from './help.ts';

/** `hearthgate migrate` and `migrate citus`. */
export async function runMigrate(args: string[]): Promise<void> {
  const { action, values } = parseCall(MIGRATE, args);
  // Loaded only now: a wrong call needs neither a database nor its libraries.
  const { migrateDatabase, printDistribution } = await import('@hearthgate/server/maintenance');
  if (action === 'citus') {
    await printDistribution(process.env, values);
    return;
  }
  const applied = await migrateDatabase(process.env);
  if (values.json) console.log(JSON.stringify({ applied }));
  else console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`);
}
