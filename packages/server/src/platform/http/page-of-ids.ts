/** Items on a page when the caller does not say. */
const PAGE_DEFAULT = 100;

/** A page of a list in the order of ids, whose cursor is the last id given. */
export interface IdPage {
  readonly after: string;
  /** How many rows to read: one more than is given, to know whether more follow. */
  readonly limit: number;
}

export function readIdPage({
  cursor = '',
  limit = PAGE_DEFAULT,
}: {
  cursor?: string;
  limit?: number;
}): IdPage {
  return { after: cursor, limit: limit + 1 };
}

export function pageOfIds<Item>(
  { limit }: IdPage,
  items: Item[],
  idOf: (item: Item) => string,
): { items: Item[]; nextCursor: string | null } {
  const more = items.length === limit;
  const given = more ? items.slice(0, -1) : items;
  const last = given.at(-1);
  return { items: given, nextCursor: more && last ? idOf(last) : null };
}
