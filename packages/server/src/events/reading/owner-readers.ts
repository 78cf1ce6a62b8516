import { requireClaim, type Access } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { SharedNews } from '../../platform/database/shared-caches.ts';
import type { OutboxFact } from '../../platform/database/outbox.ts';
import { Groups } from '../../platform/groups.ts';
import type { Platform } from '../../platform/platform.ts';
import { NodeTeller } from '../../platform/database/node-teller.ts';
import { ownerEventOf, type AccountEvent } from '../log/owner-event.ts';
import type { OwnerStream } from './owner-stream.ts';

/** Open streams of owners, told what the fan-out has just passed; nothing is kept for who is not there. */
export class OwnerReaders {
  readonly #access: Access;
  readonly #log: Platform['log'];
  readonly #teller: NodeTeller;
  readonly #byOwner = new Groups<string, OwnerStream>();
  /** Batches are told one after the other. */
  #telling: Promise<void> = Promise.resolve();

  constructor(platform: Platform, access: Access) {
    this.#access = access;
    this.#log = platform.log;
    // Another node's fan-out took the facts: what they said is asked for anew.
    const news: SharedNews = platform.caches.onOthers('owner-streams', (key) => {
      this.#later(() => this.#missed(key));
    });
    this.#teller = new NodeTeller(platform, news);
  }

  /** Gives the way to stop. */
  add(stream: OwnerStream): () => void {
    return this.#byOwner.add(stream.ownerId, stream);
  }

  /** How many an owner has open. */
  countOf(ownerId: string): number {
    return this.#byOwner.of(ownerId).size;
  }

  tell(facts: readonly OutboxFact[]): void {
    for (const { gatewayId } of facts) if (gatewayId !== null) this.#teller.tell(String(gatewayId));
    if (this.#byOwner.size > 0) this.#later(() => this.#tell(facts));
  }

  tellOwner(ownerId: string, event: AccountEvent): void {
    for (const stream of this.#byOwner.of(ownerId)) stream.push(event);
    this.#teller.tell(ownerId);
  }

  /** May the owner be told of this gateway, of that time? Asked when it is told and again when it leaves. */
  async mayHear(ownerId: string, gatewayId: number, at: Date): Promise<boolean> {
    try {
      return at >= (await requireClaim({ access: this.#access, ownerId }, gatewayId)).dataFrom;
    } catch (error) {
      if (error instanceof AppError) return false;
      throw error;
    }
  }

  async #tell(facts: readonly OutboxFact[]): Promise<void> {
    for (const fact of facts) {
      for (const stream of await this.#streamsOf(fact.gatewayId)) {
        const event = ownerEventOf(fact, stream.language);
        if (event) stream.push(event);
      }
    }
  }

  /** Of a gateway or an owner; null: perhaps of everybody. */
  async #missed(key: string | null): Promise<void> {
    const own = key === null ? this.#byOwner.all() : [...this.#byOwner.of(key)];
    const streams = key === null || own.length > 0 ? own : await this.#streamsOf(Number(key));
    for (const stream of streams) stream.resync();
  }

  async #streamsOf(gatewayId: number | null): Promise<OwnerStream[]> {
    if (gatewayId === null) return [];
    const claim = await this.#access.claims.get(String(gatewayId));
    return (claim?.owners ?? []).flatMap(({ ownerId }) => [...this.#byOwner.of(ownerId)]);
  }

  #later(work: () => Promise<void>): void {
    this.#telling = this.#telling.then(work).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'owners were not told: they ask anew');
      for (const stream of this.#byOwner.all()) stream.resync();
    });
  }
}
