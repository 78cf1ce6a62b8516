import { sql, type Kysely } from 'kysely';
import type { RefusedAddressList } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { CompanyTables } from './tables.ts';

/** The database hears of refused addresses at most this often. */
const FLUSH_MS = 60_000;
/** Per company, in memory and in the table; whoever has a key can call from any number of IPv6 addresses. */
const ADDRESSES_MAX = 1_000;

interface Noted {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
  readonly enforced: boolean;
}

/** Calls with a right key from an unlisted address: noted in memory at each request, written together. */
export class RefusedAddresses {
  readonly #platform: Platform;
  #noted = new Map<string, Map<string, Noted>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  start(): void {
    this.#timer = setInterval(() => {
      void this.flush().catch((error: unknown) =>
        this.#platform.log.warn({ err: error }, 'refused addresses were not written'),
      );
    }, FLUSH_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  /** Addresses that wait to be written. */
  get size(): number {
    return [...this.#noted.values()].reduce((sum, { size }) => sum + size, 0);
  }

  note(companyId: string, address: string, enforced: boolean): void {
    const nowMs = this.#platform.clock.now();
    this.#add(companyId, address, { firstMs: nowMs, lastMs: nowMs, count: 1, enforced });
  }

  /** What cannot be written waits for the next time. */
  async flush(): Promise<void> {
    const noted = this.#noted;
    this.#noted = new Map();
    try {
      for (const [companyId, addresses] of noted) {
        await write(this.#platform.db, companyId, addresses);
        noted.delete(companyId);
      }
    } catch (error) {
      const since = this.#noted;
      this.#noted = noted;
      for (const [companyId, addresses] of since)
        for (const [address, one] of addresses) this.#add(companyId, address, one);
      throw error;
    }
  }

  #add(companyId: string, address: string, one: Noted): void {
    const ofCompany = this.#noted.get(companyId) ?? new Map<string, Noted>();
    this.#noted.set(companyId, ofCompany);
    const before = ofCompany.get(address);
    ofCompany.delete(address);
    const count = (before?.count ?? 0) + one.count;
    ofCompany.set(address, { ...one, firstMs: before?.firstMs ?? one.firstMs, count });
    const oldest = ofCompany.keys().next();
    if (ofCompany.size > ADDRESSES_MAX && !oldest.done) ofCompany.delete(oldest.value);
  }

  /** Of one company, the newest first. */
  async list(companyId: string): Promise<RefusedAddressList> {
    await this.flush();
    const rows = await this.#platform.db
      .withTables<CompanyTables>()
      .selectFrom('refused_addresses')
      .selectAll()
      .where('company_id', '=', companyId)
      .orderBy('last_at', 'desc')
      .orderBy('address')
      .execute();
    const items = rows.map((row) => ({
      address: row.address,
      firstAt: row.first_at.toISOString(),
      lastAt: row.last_at.toISOString(),
      count: row.count,
      enforced: row.enforced,
    }));
    return { items };
  }
}

async function write(db: Db, companyId: string, addresses: ReadonlyMap<string, Noted>): Promise<void> {
  const rows = [...addresses].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await sql`
    INSERT INTO refused_addresses AS r (company_id, address, first_at, last_at, count, enforced)
    SELECT ${companyId}, * FROM unnest(
      ${rows.map(([address]) => address)}::text[],
      ${rows.map(([, { firstMs }]) => new Date(firstMs))}::timestamptz[],
      ${rows.map(([, { lastMs }]) => new Date(lastMs))}::timestamptz[],
      ${rows.map(([, { count }]) => count)}::bigint[],
      ${rows.map(([, { enforced }]) => enforced)}::boolean[])
    ON CONFLICT (company_id, address) DO UPDATE SET
      last_at = greatest(r.last_at, excluded.last_at), count = r.count + excluded.count, enforced = excluded.enforced`.execute(
    db,
  );
  await sql`
    DELETE FROM refused_addresses WHERE company_id = ${companyId} AND address IN (
      SELECT address FROM refused_addresses WHERE company_id = ${companyId}
      ORDER BY last_at DESC, address OFFSET ${ADDRESSES_MAX})`.execute(db);
}

export async function deleteAddressesBefore(db: Kysely<CompanyTables>, before: Date): Promise<void> {
  await db.deleteFrom('refused_addresses').where('last_at', '<', before).execute();
}
