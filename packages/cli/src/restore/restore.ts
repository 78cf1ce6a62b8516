import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { RESTORE } from './help.ts';

/** `hearthgate restore`. */
export async function runRestore(args: string[]): Promise<void> {
  const { args: journals, values } = parseCall(RESTORE, args);
  const {
    from,
    to,
    replace,
    json,
    'without-journal': withoutJournal,
    'removals-only': removalsOnly,
  } = values;
  if ((from !== undefined || to !== undefined) === removalsOnly)
    throw new UsageError(
      'say either --from FOLDER or --to TIME, or --removals-only; see "hearthgate restore --help"',
    );
  // Loaded only now: a wrong call needs neither a database nor its libraries.
  const { restore } = await import('@hearthgate/server/maintenance');
  await restore(process.env, { from, to, journals, replace, json, withoutJournal });
}
