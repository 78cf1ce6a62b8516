import type { Origin } from '@hearthgate/wire';
import { shown } from './secrets.ts';

export type Part =
  | 'route'
  | 'path'
  | 'query'
  | 'request header'
  | 'request body'
  | 'status'
  | 'answer header'
  | 'answer body';

/** `ROUTE`, `STATUS`: there is none such. The others are those of schemas. */
export type Kind = 'ROUTE' | 'STATUS' | 'UNKNOWN' | 'MISSING' | 'TYPE' | 'VALUE';

export interface Found {
  readonly part: Part;
  readonly kind: Kind;
  /** Where in that part: a JSON pointer, or the name of a parameter or header. */
  readonly pointer: string;
  readonly recorded: unknown;
  readonly expected: string;
  /** Who says what we expect: the reference, or we because it is silent. */
  readonly origin: Origin;
}

/** The same difference, in however many entries. */
export interface Difference extends Omit<Found, 'recorded'> {
  readonly route: string;
  /** Of the first of them. */
  readonly recorded: string;
  readonly count: number;
  /** Numbers of entries, from 1; the first thousand. */
  readonly entries: readonly number[];
}

const ENTRIES_KEPT = 1_000;

/** What was found, the same only once. */
export class Differences {
  readonly #all = new Map<string, Difference & { count: number; entries: number[] }>();

  add(route: string, entry: number, { recorded, ...found }: Found): void {
    // Every item of a list differs in the same way.
    const pointer = found.pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*');
    const name = pointer.split('/').at(-1) ?? '';
    const text = shown(recorded, name);
    const isWord = found.kind === 'VALUE' || found.kind === 'STATUS' || found.kind === 'ROUTE';
    const key = [route, found.part, found.kind, pointer, found.expected, isWord ? text : typeof recorded];
    const id = JSON.stringify(key);
    const known = this.#all.get(id);
    if (!known) {
      this.#all.set(id, { route, ...found, pointer, recorded: text, count: 1, entries: [entry] });
      return;
    }
    known.count += 1;
    if (known.entries.at(-1) !== entry && known.entries.length < ENTRIES_KEPT) known.entries.push(entry);
  }

  get all(): Difference[] {
    return [...this.#all.values()].toSorted((a, b) => (a.route < b.route ? -1 : a.route > b.route ? 1 : 0));
  }
}
