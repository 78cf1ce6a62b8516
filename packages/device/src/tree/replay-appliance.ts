import { LINK_LEAVES_MAX, type Leaf, type LinkValue, type LinkNotification } from '@hearthgate/wire';
import type { Appliance, Identity, WriteResult } from '../appliance.ts';
import { refusal } from '../check-write.ts';
import { identityOf } from './identity-of.ts';
import type { Tree } from './load-tree.ts';

/** Answers from a recorded tree; writes change the answers, nothing else moves. Ids inside the tree are data, not identity. */
export class ReplayAppliance implements Appliance {
  readonly identity: Identity;
  readonly #leaves: readonly Leaf[];
  readonly #byId: ReadonlyMap<string, Leaf>;
  readonly #values = new Map<string, LinkValue>();
  readonly #notifications: readonly LinkNotification[];

  constructor(tree: Tree) {
    const read = [...tree.leaves.values()].slice(0, LINK_LEAVES_MAX);
    this.#leaves = read.map(({ leaf }) => leaf);
    this.#byId = new Map(this.#leaves.map((leaf) => [leaf.id, leaf]));
    for (const { leaf, value } of read) this.#values.set(leaf.id, value);
    this.#notifications = tree.notifications;
    this.identity = identityOf(this.read());
  }

  describe(): Leaf[] {
    return [...this.#leaves];
  }

  read(): Record<string, LinkValue> {
    return Object.fromEntries(this.#values);
  }

  write(path: string, value: LinkValue): WriteResult {
    const error = refusal(this.#byId.get(path), value);
    if (error !== undefined) return { status: 'REFUSED', error };
    this.#values.set(path, value);
    return { status: 'CONFIRMED', value };
  }

  notifications(): LinkNotification[] {
    return [...this.#notifications];
  }
}
