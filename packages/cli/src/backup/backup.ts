import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { BACKUP } from './help.ts';

/** `hearthgate backup`, `backup status` and `backup note`. */
export async function runBackup(args: string[]): Promise<void> {
  const { action, args: given, values } = parseCall(BACKUP, args);
  const { to, base, json } = values;
  if (action === 'create' && (to !== undefined) === base)
    throw new UsageError('say either --to FOLDER for a copy, or --base; see "hearthgate backup --help"');
  const keep = values.keep === undefined ? undefined : Number(values.keep);
  if (keep !== undefined && (!base || !Number.isInteger(keep) || keep < 1))
    throw new UsageError('--keep takes a number from 1 on, together with --base');
  // Loaded only now: a wrong call needs neither a database nor its libraries.
  const { backUp, backUpBase, printBackups, writeBackupNote } =
    await import('@hearthgate/server/maintenance');
  if (action === 'status') await printBackups(process.env, { json });
  else if (action === 'note') await writeBackupNote(process.env, given[0] ?? '');
  else if (base) await backUpBase(process.env, { keep, json });
  else await backUp(process.env, { to: to ?? '', json });
}
