import { isAccessRemoval, type AccessRemoval } from '../../access/index.ts';
import { readJournalLines } from '../../platform/removals.ts';
import { StartupError } from '../../platform/startup-error.ts';

/** What the journals of all nodes say, in the order of time. */
export interface Journals {
  readonly removals: readonly AccessRemoval[];
  /** The newest epoch that an earlier restore gave out; 0: none. */
  readonly logEpoch: number;
  /** Lines that the first journal does not have. */
  readonly foreign: readonly string[];
}

/** The first is the server's own. Refuses a journal that is missing or damaged, and names it. */
export async function readJournals(
  own: string,
  others: readonly string[],
  mayLack: boolean,
): Promise<Journals> {
  const ownLines = await readJournalLines(own);
  if (!ownLines && others.length === 0 && !mayLack) {
    throw new StartupError(
      `There is no journal of ended rights at ${own}: keys, contracts, members and owners that ended after the backup would come ` +
        'back. Put the journal there, name it (those of all nodes), or say --without-journal if it is lost.',
    );
  }
  const removals: AccessRemoval[] = [];
  const foreign: string[] = [];
  const known = new Set(ownLines);
  let logEpoch = 0;
  for (const path of [own, ...others]) {
    const lines = path === own ? (ownLines ?? []) : await readJournalLines(path);
    if (!lines) throw new StartupError(`There is no journal at ${path}.`);
    for (const [at, line] of lines.entries()) {
      const found = parse(line);
      if (!found) {
        throw new StartupError(
          `Line ${at + 1} of ${path} is damaged, or of a newer version. Nothing was changed; correct or remove it by hand.`,
        );
      }
      if (typeof found === 'number') logEpoch = Math.max(logEpoch, found);
      else if (path === own || !known.has(line)) removals.push(found);
      if (!known.has(line)) foreign.push(line);
      known.add(line);
    }
  }
  return { removals: removals.toSorted((a, b) => a.atMs - b.atMs), logEpoch, foreign };
}

/** A removal, or the epoch of a restore. */
function parse(line: string): AccessRemoval | number | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('kind' in value) || !('atMs' in value))
      return undefined;
    const { kind, atMs } = value;
    if (typeof kind !== 'string' || typeof atMs !== 'number') return undefined;
    if (kind === 'restored' && 'logEpoch' in value) return Number(value.logEpoch) || undefined;
    const removal = { ...value, kind, atMs };
    return isAccessRemoval(removal) ? removal : undefined;
  } catch {
    return undefined;
  }
}
