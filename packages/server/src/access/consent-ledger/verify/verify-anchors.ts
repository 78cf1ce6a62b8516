import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Db } from '../../../platform/database/database.ts';
import type { Faults } from './fault.ts';
import type { Ground } from './ground.ts';
import { hashesOf } from './store.ts';
import { range } from './verify-chain.ts';

const BATCH = 1_000;

const Anchor = Type.Object({
  companyId: Type.String(),
  no: Type.Integer({ minimum: 1 }),
  hash: Type.String(),
  at: Type.String(),
  kid: Type.String(),
  signature: Type.String(),
});
export type Anchor = Type.Static<typeof Anchor>;

/** An anchored head, and where it was found. */
interface Found {
  readonly anchor: Anchor;
  readonly where: string;
}

/**
 * Compares the anchor file with the chains; answers how many lines were compared. Only `bytes` of it are read: what the
 * server adds meanwhile is newer than the snapshot of the database.
 */
export async function verifyAnchors(
  db: Db,
  file: { path: string; bytes: number },
  chains: { companyId: string | undefined; lastNos: ReadonlyMap<string, number> },
  ground: Ground,
  faults: Faults,
): Promise<number> {
  let lineNo = 0;
  let count = 0;
  let batch: Found[] = [];
  const farthest = new Map<string, number>();
  if (file.bytes > 0) {
    const lines = createInterface({
      input: createReadStream(file.path, { end: file.bytes - 1 }),
      crlfDelay: Number.POSITIVE_INFINITY,
    });
    for await (const line of lines) {
      lineNo += 1;
      const anchor = parseAnchor(line);
      if (!anchor) faults.add(null, null, 'anchor', `line ${lineNo} of the anchor file is damaged`);
      else if (chains.companyId === undefined || anchor.companyId === chains.companyId) {
        batch.push({ anchor, where: `line ${lineNo} of the anchor file` });
      }
      if (batch.length < BATCH) continue;
      count += batch.length;
      await compare(db, batch, ground, faults, farthest);
      batch = [];
    }
  }
  await compare(db, batch, ground, faults, farthest);
  for (const [company, no] of farthest) {
    const from = (chains.lastNos.get(company) ?? 0) + 1;
    if (no >= from)
      faults.add(company, from, 'cut', `${range(from, no)} anchored, but the chain ends before`);
  }
  return count + batch.length;
}

function parseAnchor(line: string): Anchor | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return Value.Check(Anchor, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function compare(
  db: Db,
  batch: readonly Found[],
  ground: Ground,
  faults: Faults,
  farthest: Map<string, number>,
): Promise<void> {
  if (batch.length === 0) return;
  const hashes = await hashesOf(
    db,
    batch.map(({ anchor }) => anchor),
  );
  for (const { anchor, where } of batch) {
    const { companyId, no, hash, at, kid, signature } = anchor;
    const checked = ground.checkSignature(kid, { companyId, no, hash, at }, signature);
    if (checked === 'bad') {
      faults.add(null, null, 'anchor', `${where} was changed: its signature does not fit`);
      continue;
    }
    if (checked === 'unknown')
      faults.add(null, null, 'key', `the signing key ${kid} of anchored heads is gone from the database`);
    farthest.set(companyId, Math.max(no, farthest.get(companyId) ?? 0));
    const stored = hashes.get(`${companyId} ${no}`);
    if (stored !== undefined && stored !== hash)
      faults.add(companyId, no, 'rewritten', `was rewritten: ${where} has another hash`);
  }
}
