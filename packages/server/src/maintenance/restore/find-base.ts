import type { Config } from '../../config/index.ts';
import { StartupError } from '../../platform/startup-error.ts';
import { listBases, readBaseManifest, type BaseBackup } from '../backup/base-manifest.ts';

/** A base backup, and the moment that it is brought to. */
export interface Target extends BaseBackup {
  /** Undefined: as far as the log goes. */
  readonly to: Date | undefined;
}

/** Undefined: nothing was said of base backups. `from` may name one; else it is the newest before the moment. */
export async function findBase(
  config: Config,
  order: { readonly from: string | undefined; readonly to?: string | undefined },
): Promise<Target | undefined> {
  const named = order.from === undefined ? undefined : await readBaseManifest(order.from);
  if (order.to === undefined && !named) return undefined;
  if (config.databaseUrl !== undefined || config.walArchive === undefined)
    throw new StartupError(
      'A base backup is one of the embedded database, and needs its log: set WAL_ARCHIVE_DIR, and no DATABASE_URL.',
    );
  if (order.from !== undefined && !named)
    throw new StartupError(
      `${order.from} is a copy of one moment. Leave out --to, or leave out --from: the base backup is found in WAL_ARCHIVE_DIR.`,
    );
  const to = momentOf(order.to);
  const bases = named ? [{ folder: order.from ?? '', manifest: named }] : await listBases(config.walArchive);
  const fitting = bases.findLast(
    ({ manifest }) => to === undefined || Date.parse(manifest.madeAt) <= to.getTime(),
  );
  if (fitting) return { ...fitting, to };
  const [oldest] = bases;
  throw new StartupError(
    oldest
      ? `The oldest base backup is of ${oldest.manifest.madeAt}: an earlier moment cannot be reached.`
      : `There is no base backup in ${config.walArchive} (WAL_ARCHIVE_DIR).`,
  );
}

/** A time without a zone would be read in the one of this machine. */
function momentOf(text: string | undefined): Date | undefined {
  if (text === undefined || text === 'latest') return undefined;
  const moment = /(Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(moment.getTime()))
    throw new StartupError(`--to ${text} is no time. Give one like 2026-03-01T12:00:00Z, or "latest".`);
  if (moment.getTime() > Date.now()) throw new StartupError(`--to ${text} lies in the future.`);
  return moment;
}
