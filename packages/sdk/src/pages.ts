interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** A list that is read as it is walked: `for await (const item of list)`. Each walk begins anew. */
export class Pages<T> implements AsyncIterable<T> {
  readonly #read: (cursor: { readonly cursor?: string }) => Promise<Page<T>>;

  constructor(read: (cursor: { readonly cursor?: string }) => Promise<Page<T>>) {
    this.#read = read;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const items of this.pages()) yield* items;
  }

  /** Page by page, as the server cuts them. */
  async *pages(): AsyncGenerator<readonly T[], void, undefined> {
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await this.#read(cursor === undefined ? {} : { cursor });
      yield items;
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
  }

  /** All of it in memory. */
  async toArray(): Promise<T[]> {
    const all: T[] = [];
    for await (const item of this) all.push(item);
    return all;
  }
}
