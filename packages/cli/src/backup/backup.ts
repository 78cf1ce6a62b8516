import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { BACKUP } from './help.ts';

/** `hearthgate backup`, `backup status` and `backup note`. */
export async function runBackup(args: string[]): Promise<void> {
  const { action, args: given, values } = parseCall(BACKUP, args);
  const { to, json } = values;
  if (action === 'create' && to === undefined)
    throw new UsageError('say where to: hearthgate backup --to FOLDER');
  // Loaded only now: a wrong call needs neither a database nor its libraries.
  const { backUp, printBackups, writeBackupNote } = await import('@hearthgate/server/maintenance');
  if (action === 'status') await printBackups(process.env, { json });
  else if (action === 'note') await writeBackupNote(process.env, given[0] ?? '');
  else await backUp(process.env, { to: to ?? '', json });
}
