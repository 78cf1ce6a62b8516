import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ClientBase } from 'pg';
import { copyStatements } from './columns.ts';
import { fileOf } from './manifest.ts';

/** Of text at a time: enough that a round trip does not matter, little enough for a small machine. */
const PAGE_BYTES = 2_000_000;
const PAGE_ROWS_MAX = 10_000;
/** The first page is small, since rows may be large. */
const FIRST_ROWS = 50;
/** Twice as fast as the default, and a tenth larger. */
const GZIP_LEVEL = 3;

export interface WrittenTable {
  readonly rows: number;
  readonly bytes: number;
  readonly sum: string;
}

/** Writes a table of the snapshot as lines of JSON. */
export async function writeTable(
  client: ClientBase,
  table: string,
  folder: string,
  { signal, onRows }: { signal: AbortSignal; onRows: (rows: number) => void },
): Promise<WrittenTable> {
  const hash = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  await pipeline(
    pages(client, (await copyStatements(client, table)).read, (count) => {
      rows += count;
      onRows(rows);
    }),
    createGzip({ level: GZIP_LEVEL }),
    new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        hash.update(chunk);
        bytes += chunk.length;
        done(null, chunk);
      },
    }),
    createWriteStream(join(folder, fileOf(table)), { flags: 'wx', mode: 0o600, flush: true }),
    { signal },
  );
  return { rows, bytes, sum: hash.digest('hex') };
}

async function* pages(
  client: ClientBase,
  read: string,
  onPage: (rows: number) => void,
): AsyncGenerator<string> {
  await client.query(`DECLARE page NO SCROLL CURSOR FOR ${read}`);
  let limit = FIRST_ROWS;
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${limit} FROM page`);
    if (rows.length === 0) break;
    const text = `${rows.map(({ line }) => line).join('\n')}\n`;
    onPage(rows.length);
    limit = Math.max(1, Math.min(PAGE_ROWS_MAX, Math.round((PAGE_BYTES * rows.length) / text.length)));
    yield text;
  }
  await client.query('CLOSE page');
}
