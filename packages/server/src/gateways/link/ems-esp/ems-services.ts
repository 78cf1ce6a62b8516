import type { EmsKnowledge } from '@hearthgate/wire';
import type { Cache } from '../../../platform/cache.ts';
import type { DialectTools } from '../dialect.ts';
import type { EmsCounts } from './ems-counts.ts';
import type { Places } from './places.ts';

/** What the sessions of all devices share. */
export interface EmsServices extends DialectTools {
  readonly counts: EmsCounts;
  /** Devices that are being asked for their entities. */
  readonly asking: Places;
  readonly known: Cache<number, EmsKnowledge>;
}

/** A device says at least this often that it is there. */
export const HEARTBEAT_MS = 60_000;
