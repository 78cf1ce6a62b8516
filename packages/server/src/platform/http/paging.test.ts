import { WHOLE_LIST_MAX } from '@hearthgate/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeCursor, page, readPage } from './paging.ts';

const same = (row: number): number => row;

/** What the database answers: ascending, after the cursor, up to the limit. */
function select(rows: readonly number[], after: number, limit: number): number[] {
  return rows.filter((row) => row > after).slice(0, limit);
}

test('following nextCursor gives every row once and ends with null', () => {
  const lists = fc.uniqueArray(fc.integer({ min: 1, max: 999_999_999 }), { maxLength: 60 });
  fc.assert(
    fc.property(lists, fc.integer({ min: 1, max: 20 }), (list, limit) => {
      const rows = list.toSorted((a, b) => a - b);
      const seen: number[] = [];
      let cursor: string | undefined;
      for (let pages = 0; pages <= Math.ceil(rows.length / limit); pages += 1) {
        const request = readPage(cursor === undefined ? { limit } : { limit, cursor });
        const answer = page(request, select(rows, request.after, request.limit), same, same);
        expect(answer.items.length).toBeLessThanOrEqual(limit);
        seen.push(...answer.items);
        if (answer.nextCursor === null) break;
        cursor = answer.nextCursor;
      }
      expect(seen).toEqual(rows);
    }),
  );
});

test('without cursor and limit a list is whole up to its maximum, and refused above it', () => {
  const request = readPage({});
  const rows = Array.from({ length: WHOLE_LIST_MAX + 1 }, (_, index) => index + 1);
  const whole = page(request, select(rows.slice(1), 0, request.limit), same, same);
  expect([whole.items.length, whole.nextCursor]).toEqual([WHOLE_LIST_MAX, null]);
  expect(() => page(request, select(rows, 0, request.limit), same, same)).toThrow(
    expect.objectContaining({ code: 'paging-required', members: { maximum: WHOLE_LIST_MAX } }),
  );
});

test('a cursor without a limit asks for a page, not for the rest', () => {
  const { nextCursor } = page(readPage({ limit: 1 }), [7, 8], same, same);
  expect(readPage({ cursor: nextCursor ?? '' })).toEqual({ after: 7, limit: 101, whole: false });
});

test('a cursor belongs to what it was tied to, and to nothing else', () => {
  const cursor = encodeCursor(7, 'a-b_1');
  expect(readPage({ cursor }, 'a-b_1').after).toBe(7);
  for (const tie of ['', 'a-b_2'])
    expect(() => readPage({ cursor }, tie)).toThrow(expect.objectContaining({ code: 'request-invalid' }));
  expect(() => readPage({ cursor: encodeCursor(7) }, 'a-b_1')).toThrow(
    expect.objectContaining({ code: 'request-invalid' }),
  );
});

test.each(['', 'x', 'p7', Buffer.from('7').toString('base64url'), Buffer.from('p7x').toString('base64url')])(
  'refuses the cursor "%s"',
  (cursor) => {
    expect(() => readPage({ cursor })).toThrow(
      expect.objectContaining({
        code: 'request-invalid',
        members: { errors: [expect.objectContaining({ pointer: '/query/cursor' })] },
      }),
    );
  },
);

test('a position is one that the column can hold', () => {
  const cursor = encodeCursor(1_000_000_000);
  expect(() => readPage({ cursor })).toThrow(expect.objectContaining({ code: 'request-invalid' }));
  expect(readPage({ cursor }, '', Number.MAX_SAFE_INTEGER).after).toBe(1_000_000_000);
});
