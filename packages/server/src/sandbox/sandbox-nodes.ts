import { randomUUID } from 'node:crypto';
import type { CommandDesk } from '../hvac/index.ts';
import type { Events } from '../events/index.ts';
import type { Link, Presence } from '../gateways/index.ts';
import type { MovableClock } from '../platform/clock.ts';
import type { Platform } from '../platform/platform.ts';

/** What has to come to rest before the clock moves. */
export interface SandboxNode {
  readonly platform: Platform;
  readonly link: Link;
  readonly presence: Presence;
  readonly desk: CommandDesk;
  readonly events: Events;
}

/** The broker that the nodes share, for virtual houses. */
export interface SandboxBroker {
  readonly url: string;
  /** Resolves when it knows every gateway that is registered now. */
  knowsAll(): Promise<void>;
}

const MARK = 'sandbox-marks';
/** A node that hears nothing has lost its connection to the database. */
const HEARD_WITHIN_MS = 10_000;

/** The nodes of one sandbox on one clock, of which the first has the world. Operators have one; tests run journeys on two, in one process. */
export class SandboxNodes {
  readonly all: SandboxNode[] = [];
  /** The one clock of them all, once the first has read it. */
  clock: MovableClock | undefined;
  /** Undefined: the embedded one. */
  readonly broker: SandboxBroker | undefined;
  readonly #unheard = new Map<string, { left: number; done: () => void }>();

  constructor(broker?: SandboxBroker) {
    this.broker = broker;
  }

  /** True for the first. */
  add(node: SandboxNode): boolean {
    node.platform.caches.onOthers(MARK, (key) => this.#hear(key ?? ''));
    return this.all.push(node) === 1;
  }

  /** Each node has heard what gateways and the other nodes told until now, and the broker of gateways that are new. */
  async heard(): Promise<void> {
    await this.broker?.knowsAll();
    await Promise.all(this.all.map(({ link }) => link.settled()));
    if (this.all.length === 1) return;
    await Promise.all(
      this.all.map(async ({ platform }) => {
        const mark = randomUUID();
        const { promise, resolve: done, reject } = Promise.withResolvers<void>();
        this.#unheard.set(mark, { left: this.all.length - 1, done });
        const timer = setTimeout(() => reject(new Error('a node does not hear the others')), HEARD_WITHIN_MS);
        try {
          await platform.caches.announce(platform.db, [[MARK, mark]]);
          await promise;
        } finally {
          clearTimeout(timer);
          this.#unheard.delete(mark);
        }
      }),
    );
  }

  #hear(mark: string): void {
    const unheard = this.#unheard.get(mark);
    if (unheard && --unheard.left === 0) unheard.done();
  }
}
