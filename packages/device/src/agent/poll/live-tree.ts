import type { Leaf, LinkNotification, LinkValue } from '@hearthgate/wire';
import { buildTree, type Tree } from '../../tree/load-tree.ts';
import { POLL_CLASSES, type PollClass, pollClassOf } from './poll-class.ts';

/** A value that could not be read this many times in a row is no longer reported. */
const STALE_AFTER = 3;

interface Known {
  readonly resource: object;
  readonly pollClass: PollClass;
  readonly readAtMs: number;
  /** When it is to be read next. */
  readonly dueAtMs: number;
}

/** What was read of a gateway, when, and what is to be read next. */
export class LiveTree {
  readonly #known = new Map<string, Known>();
  #described = '';

  paths(): string[] {
    return [...this.#known.keys()];
  }

  put(path: string, resource: object, nowMs: number): void {
    const pollClass = this.#known.get(path)?.pollClass ?? pollClassOf(path, resource);
    const dueAtMs = nowMs + POLL_CLASSES[pollClass];
    this.#known.set(path, { resource, pollClass, readAtMs: nowMs, dueAtMs });
  }

  remove(path: string): void {
    this.#known.delete(path);
  }

  /** To be read with the next turn, since something has changed there. */
  hurry(prefix: string): void {
    for (const [path, known] of this.#known)
      if (path.startsWith(prefix) && known.pollClass !== 'DAILY')
        this.#known.set(path, { ...known, dueAtMs: 0 });
  }

  /** What is to be read now, the longest overdue first. */
  due(nowMs: number): string[] {
    // A clock that was set back must not keep us from reading.
    const due = [...this.#known].filter(([, { dueAtMs, readAtMs }]) => dueAtMs <= nowMs || readAtMs > nowMs);
    return due.toSorted(([, a], [, b]) => a.dueAtMs - b.dueAtMs).map(([path]) => path);
  }

  count(): Record<PollClass, number> {
    const counts = { FAST: 0, NORMAL: 0, SLOW: 0, DAILY: 0 };
    for (const { pollClass } of this.#known.values()) counts[pollClass] += 1;
    return counts;
  }

  leaves(): Leaf[] {
    return [...this.#tree(-Infinity).leaves.values()].map(({ leaf }) => leaf);
  }

  values(nowMs: number): Record<string, LinkValue> {
    const { leaves } = this.#tree(nowMs);
    return Object.fromEntries([...leaves].map(([path, { value }]) => [path, value]));
  }

  /** As they were read last: a list that cannot be read says nothing about what is over. */
  notifications(): LinkNotification[] {
    return this.#tree(-Infinity).notifications;
  }

  /** True once after each change of what there is and how it may be written. */
  takeDescriptionChange(): boolean {
    const described = JSON.stringify(this.leaves());
    const changed = described !== this.#described;
    this.#described = described;
    return changed;
  }

  #tree(nowMs: number): Tree {
    const fresh = [...this.#known.values()].filter(
      ({ pollClass, readAtMs }) =>
        nowMs - readAtMs < STALE_AFTER * POLL_CLASSES[pollClass] + POLL_CLASSES.FAST,
    );
    return buildTree(fresh.map(({ resource }) => resource));
  }
}
