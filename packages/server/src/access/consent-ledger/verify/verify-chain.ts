import type { Db } from '../../../platform/database/database.ts';
import { entryHash, headOf, NO_HASH } from '../entry.ts';
import type { EntryRow, HeadRow } from '../tables.ts';
import type { Faults } from './fault.ts';
import type { Ground } from './ground.ts';
import { readEntries } from './store.ts';

const PAGE = 1_000;

/** Walks one company's chain from its first entry. */
export async function verifyChain(
  db: Db,
  companyId: string,
  head: HeadRow | undefined,
  ground: Ground,
  faults: Faults,
): Promise<{ entries: number; lastNo: number }> {
  let count = 0;
  let last: EntryRow | undefined;
  for (;;) {
    const rows = await readEntries(db, companyId, last?.no ?? 0, PAGE);
    for (const row of rows) {
      checkPlace(row, last, faults);
      checkContent(row, ground, faults);
      last = row;
    }
    count += rows.length;
    if (rows.length < PAGE) break;
  }
  checkHead(companyId, head, last, faults);
  return { entries: count, lastNo: last?.no ?? 0 };
}

function checkPlace(row: EntryRow, before: EntryRow | undefined, faults: Faults): void {
  const { company_id: companyId, no } = row;
  const expected = (before?.no ?? 0) + 1;
  if (no > expected) {
    faults.add(companyId, expected, 'removed', `${range(expected, no - 1)} removed`);
    return;
  }
  if (row.prev_hash !== (before?.hash ?? NO_HASH)) {
    const place = before
      ? `does not follow entry ${before.no} as it stands`
      : 'is not the beginning of a chain';
    faults.add(companyId, no, 'unlinked', `${place}: one of them was inserted or rewritten`);
  }
}

function checkContent(row: EntryRow, ground: Ground, faults: Faults): void {
  const { company_id: companyId, no } = row;
  if (entryHash(row) !== row.hash) {
    faults.add(companyId, no, 'changed', 'was changed: it does not fit its own hash');
  } else if (ground.checkSignature(row.kid, headOf(row), row.signature) !== 'good') {
    faults.add(
      companyId,
      no,
      'unsigned',
      'has no signature of this installation: appended, inserted or rewritten without its key',
    );
  }
  const text = ground.textHash(row.version, row.language);
  if (text === undefined)
    faults.add(companyId, no, 'text', `its text ${row.version} (${row.language}) is gone`);
  else if (text !== row.text_hash) {
    faults.add(companyId, no, 'text', `its text ${row.version} (${row.language}) is not the one accepted`);
  }
}

function checkHead(
  companyId: string,
  head: HeadRow | undefined,
  last: EntryRow | undefined,
  faults: Faults,
): void {
  const lastNo = last?.no ?? 0;
  if (!head) {
    faults.add(companyId, null, 'head', 'the head of the chain was removed');
  } else if (head.no > lastNo) {
    faults.add(companyId, lastNo + 1, 'cut', `${range(lastNo + 1, head.no)} cut off the end of the chain`);
  } else if (head.no < lastNo) {
    faults.add(companyId, head.no + 1, 'head', 'stands after the head: appended without the server');
  } else if (head.hash !== (last?.hash ?? NO_HASH)) {
    faults.add(companyId, lastNo, 'head', 'is not the one that the head names');
  }
}

/** The subject of a fault about several entries. */
export function range(from: number, to: number): string {
  return from === to ? 'was' : `and those up to ${to} were`;
}
