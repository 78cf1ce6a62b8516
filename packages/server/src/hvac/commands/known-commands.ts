import { Cache } from '../../platform/cache.ts';
import type { Db } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { LOOK_BACK_MS } from '../protection/situation.ts';
import type { CommandRow } from '../tables.ts';
import { lastNumber, recentCommands } from './store.ts';

/** Gateways whose commands are kept in memory: those that are changed now, not all that are connected. */
const GATEWAYS_MAX = 2_000;

interface Known {
  readonly rows: Map<string, CommandRow>;
  /** Of the last command that was accepted, whether its transaction was committed or not; undefined: nobody asked yet. */
  lastNo: number | undefined;
}

/**
 * What was committed of the commands of a gateway: those that are open, and those that left lately. The only node of a
 * database remembers it; where there may be others it is read each time, in a transaction that has locked them.
 */
export class KnownCommands {
  readonly #platform: Pick<Platform, 'db' | 'clock' | 'shards'>;
  readonly #cache: Cache<number, Known>;

  constructor(platform: Pick<Platform, 'db' | 'clock' | 'shards'>) {
    this.#platform = platform;
    this.#cache = new Cache((gatewayId) => this.#load(platform.db, gatewayId), GATEWAYS_MAX);
  }

  /** In the order of their acceptance, also such as have ended. */
  async of(gatewayId: number, tx?: Db): Promise<CommandRow[]> {
    const { rows } = await this.#known(gatewayId, tx);
    return [...rows.values()];
  }

  /** The number of the next command, given out once. */
  async nextNo(gatewayId: number, tx: Db): Promise<number> {
    const known = await this.#known(gatewayId, tx);
    const { shards, db } = this.#platform;
    known.lastNo = (known.lastNo ?? (await lastNumber(shards.isShared ? tx : db, gatewayId))) + 1;
    return known.lastNo;
  }

  /** Undefined: the database has to be asked. */
  peek(gatewayId: number, commandId: string): CommandRow | undefined {
    return this.#cache.peek(gatewayId)?.rows.get(commandId);
  }

  /** After the commit. Answers of the database may come in another order than its commits: what has ended stays so. */
  put(row: CommandRow): void {
    const known = this.#cache.peek(row.gateway_id);
    // A load under way may have read what was before.
    if (!known) return this.#cache.drop(row.gateway_id);
    if (known.rows.get(row.command_id)?.ended_at && !row.ended_at) return;
    known.rows.set(row.command_id, row);
    const since = this.#platform.clock.now() - LOOK_BACK_MS;
    for (const [id, { ended_at, sent_at }] of known.rows)
      if (ended_at && (sent_at ?? ended_at).getTime() < since) known.rows.delete(id);
  }

  drop(gatewayId: number): void {
    this.#cache.drop(gatewayId);
  }

  clear(): void {
    this.#cache.clear();
  }

  #known(gatewayId: number, tx: Db = this.#platform.db): Promise<Known> {
    return this.#platform.shards.isShared ? this.#load(tx, gatewayId) : this.#cache.get(gatewayId);
  }

  async #load(db: Db, gatewayId: number): Promise<Known> {
    const since = new Date(this.#platform.clock.now() - LOOK_BACK_MS);
    const rows = await recentCommands(db, gatewayId, since);
    return { rows: new Map(rows.map((row) => [row.command_id, row])), lastNo: undefined };
  }
}
