import type { Connectivity } from '@hearthgate/wire';
import type { CacheUses } from '../../platform/cache.ts';
import type { SystemState } from '../system-state.ts';

/** What a caller asked to see: a function of the path, the state and the connectivity alone. Made when nobody kept it. */
export interface Shown<T extends object> {
  readonly state: SystemState;
  readonly connectivity: Connectivity;
  readonly make: () => T;
}

/** Answers of some hundred thousand circuits; what is not kept is made again, at a tenth of a millisecond. */
const BYTES_MAX = 64 * 2 ** 20;
/** What an answer and its path take beside their characters. */
const OVERHEAD_BYTES = 200;

/** Answers about one gateway, all of the same state. */
interface Kept {
  readonly of: number;
  readonly connectivity: Connectivity;
  readonly texts: Map<string, string>;
  bytes: number;
  /** Since it was last looked at for removal. */
  isUsed: boolean;
}

/**
 * The texts of answers, made once for each state: a new report or description is another state, so nothing outlives its cause.
 * Kept from the second time on that a state is asked for: of gateways that are read once in a while nothing is.
 */
export class Answers {
  readonly #kept = new Map<number, Kept>();
  /** Names states without holding on to them. */
  readonly #numbers = new WeakMap<SystemState, number>();
  readonly #uses = { hits: 0, misses: 0 };
  readonly #max: number;
  #last = 0;
  #bytes = 0;

  constructor(max = BYTES_MAX) {
    this.#max = max;
  }

  get uses(): CacheUses {
    return this.#uses;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The text of what is shown under a path. */
  text<T extends object>(
    { state, connectivity, make }: Shown<T>,
    path: string,
    serialize: (view: T) => string,
  ): string {
    const number = this.#numbers.get(state);
    const kept = this.#kept.get(state.gatewayId);
    const isSame = kept !== undefined && kept.of === number && kept.connectivity === connectivity;
    const known = isSame ? kept.texts.get(path) : undefined;
    if (isSame) kept.isUsed = true;
    if (known !== undefined) {
      this.#uses.hits += 1;
      return known;
    }
    this.#uses.misses += 1;
    const text = serialize(make());
    if (number === undefined) this.#numbers.set(state, (this.#last += 1));
    else this.#keep(isSame ? kept : this.#begin(state.gatewayId, number, connectivity), path, text);
    return text;
  }

  #begin(gatewayId: number, of: number, connectivity: Connectivity): Kept {
    this.#drop(gatewayId);
    const kept = { of, connectivity, texts: new Map<string, string>(), bytes: 0, isUsed: false };
    this.#kept.set(gatewayId, kept);
    return kept;
  }

  #keep(kept: Kept, path: string, text: string): void {
    const bytes = OVERHEAD_BYTES + path.length + 2 * text.length;
    kept.texts.set(path, text);
    kept.bytes += bytes;
    this.#bytes += bytes;
    while (this.#bytes > this.#max) this.#evict();
  }

  /** The oldest that was not used since its last chance. */
  #evict(): void {
    for (const [gatewayId, kept] of this.#kept) {
      if (!kept.isUsed) return this.#drop(gatewayId);
      kept.isUsed = false;
      this.#kept.delete(gatewayId);
      this.#kept.set(gatewayId, kept);
    }
  }

  #drop(gatewayId: number): void {
    this.#bytes -= this.#kept.get(gatewayId)?.bytes ?? 0;
    this.#kept.delete(gatewayId);
  }
}
