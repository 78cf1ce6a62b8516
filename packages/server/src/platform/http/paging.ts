import { createHash } from 'node:crypto';
import { WHOLE_LIST_MAX, type PageQuery } from '@hearthgate/wire';
import { AppError } from '../app-error.ts';

/** Gateway ids have nine digits, and columns of four bytes hold no more. */
const ID_MAX = 999_999_999;

/** A page of a list ordered by a whole number such as the gateway id. */
export interface PageRequest {
  readonly after: number;
  /** How many rows to read: one more than is given, to know whether more follow. */
  readonly limit: number;
  readonly whole: boolean;
}

/**
 * Without `cursor` and `limit` the whole list is asked for. `tie` names what the cursor belongs to, e.g. the filters of the
 * list: with another one it is refused. So is a position above `positionMax`.
 */
export function readPage(query: PageQuery, tie = '', positionMax = ID_MAX): PageRequest {
  const whole = query.cursor === undefined && query.limit === undefined;
  const after = query.cursor === undefined ? 0 : decodeCursor(query.cursor, tie, positionMax);
  return { after, limit: (whole ? WHOLE_LIST_MAX : (query.limit ?? 100)) + 1, whole };
}

export function page<Row, Item>(
  request: PageRequest,
  rows: readonly Row[],
  position: (row: Row) => number,
  view: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const more = rows.length === request.limit;
  if (more && request.whole) throw new AppError('paging-required', { maximum: WHOLE_LIST_MAX });
  const given = more ? rows.slice(0, -1) : rows;
  const last = given.at(-1);
  return { items: given.map(view), nextCursor: more && last ? encodeCursor(position(last)) : null };
}

/** What a cursor belongs to: the same filters, in whatever order they were written. */
export function tieOf(filters: object): string {
  const entries = Object.entries(filters).toSorted(([a], [b]) => a.localeCompare(b));
  if (entries.length === 0) return '';
  return createHash('sha256').update(JSON.stringify(entries)).digest('base64url').slice(0, 12);
}

export function encodeCursor(position: number, tie = ''): string {
  return Buffer.from(`p${position}${tie === '' ? '' : `.${tie}`}`).toString('base64url');
}

function decodeCursor(cursor: string, tie: string, positionMax: number): number {
  const [, position, tied = ''] =
    /^p(\d{1,15})(?:\.([\w-]+))?$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (position === undefined || Number(position) > positionMax) {
    throw refusedCursor('not a cursor of this list; take `nextCursor` as it was given');
  }
  if (tied !== tie) throw refusedCursor('belongs to other filters; leave it out to begin anew with these');
  return Number(position);
}

function refusedCursor(message: string): AppError {
  return new AppError('request-invalid', { errors: [{ pointer: '/query/cursor', message }] });
}
