import type { Monotonic } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { Log } from '../log.ts';
import { LoopLag } from './loop-lag.ts';
import {
  forgetNodesBefore,
  sayState,
  sayStopped,
  type NodeFigures,
  type NodeIdentity,
} from './node-store.ts';

/** An operator sees within seconds that a node is gone; one small row each is nothing to the database, also of a hundred nodes. */
const SAY_EVERY_MS = 5_000;

interface Parts {
  readonly db: Db;
  readonly monotonic: Monotonic;
  readonly log: Log;
  /** What the process knows without asking anybody. */
  readonly figures: () => Omit<NodeFigures, 'lagMs' | 'memoryBytes' | 'databaseMs'>;
}

/** Says every few seconds how this node is, in a row that every node can read. */
export class NodeReporter {
  readonly #parts: Parts;
  readonly #lag = new LoopLag();
  #node: NodeIdentity | undefined;
  #timer: NodeJS.Timeout | undefined;
  #saying: Promise<void> | undefined;
  #databaseMs: number | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `isAlone`: no other node uses this database. */
  async start(node: NodeIdentity, isAlone: boolean): Promise<void> {
    this.#node = node;
    await forgetNodesBefore(this.#parts.db, node, isAlone);
    await this.#say(node);
    this.#timer = setInterval(() => void this.#say(node), SAY_EVERY_MS);
    this.#timer.unref();
  }

  /** Last of all: it lives for as long as it hands over. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#lag.stop();
    await this.#saying;
    if (this.#node) await sayStopped(this.#parts.db, this.#node.nodeId);
  }

  /** One at a time; where the database is away, others see it by the silence. */
  #say(node: NodeIdentity): Promise<void> {
    return (this.#saying ??= this.#write(node)
      .catch((error: unknown) =>
        this.#parts.log.debug({ err: error }, 'the state of this node was not written'),
      )
      .finally(() => (this.#saying = undefined)));
  }

  async #write(node: NodeIdentity): Promise<void> {
    const { db, monotonic, figures } = this.#parts;
    const began = monotonic();
    await sayState(db, node, {
      ...figures(),
      lagMs: this.#lag.read(),
      memoryBytes: process.memoryUsage.rss(),
      databaseMs: this.#databaseMs,
    });
    this.#databaseMs = Math.round((monotonic() - began) * 100) / 100;
  }
}
