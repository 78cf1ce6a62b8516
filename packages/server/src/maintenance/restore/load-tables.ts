import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { PoolClient } from 'pg';
import { StartupError } from '../../platform/startup-error.ts';
import { copyStatements } from '../backup/columns.ts';
import { fileOf, type Manifest } from '../backup/manifest.ts';

/** Of text in one statement. */
const BATCH_BYTES = 2_000_000;

/** Fills the tables of a schema that is the one of the backup, in one transaction. */
export async function loadTables(
  client: PoolClient,
  folder: string,
  { tables, partitions }: Manifest,
  onProgress: (text: string) => void,
): Promise<void> {
  const quote = (name: string) => client.escapeIdentifier(name);
  await client.query(`SET timezone = 'UTC'; SET statement_timeout = 0; BEGIN`);
  for (const { name, parent, bound } of partitions)
    await client.query(`CREATE TABLE IF NOT EXISTS ${quote(name)} PARTITION OF ${quote(parent)} ${bound}`);
  // What migrations put in is in the backup too, as it was then.
  await client.query(`TRUNCATE ${tables.map(({ name }) => quote(name)).join()}`);
  const expected = new Map(tables.map(({ name, rows }) => [name, rows]));
  for (const [at, name] of (await inOrder(client, [...expected.keys()])).entries()) {
    const onRows = (rows: number) => onProgress(`table ${at + 1} of ${tables.length}: ${name}, ${rows} rows`);
    const rows = await loadTable(client, name, folder, onRows);
    if (rows !== expected.get(name))
      throw new StartupError(`${join(folder, fileOf(name))} holds ${rows} rows, not ${expected.get(name)}.`);
  }
  await setIdentities(client);
  await client.query('COMMIT');
  await client.query('ANALYZE');
}

async function loadTable(
  client: PoolClient,
  table: string,
  folder: string,
  onRows: (rows: number) => void,
): Promise<number> {
  const { write } = await copyStatements(client, table);
  const unzipped = createReadStream(join(folder, fileOf(table))).pipe(createGunzip());
  let rows = 0;
  let batch: string[] = [];
  let bytes = 0;
  const flush = async () => {
    if (batch.length === 0) return;
    await client.query(write, [`[${batch.join()}]`]);
    rows += batch.length;
    onRows(rows);
    batch = [];
    bytes = 0;
  };
  for await (const line of createInterface({ input: unzipped, crlfDelay: Number.POSITIVE_INFINITY })) {
    batch.push(line);
    bytes += line.length;
    if (bytes >= BATCH_BYTES) await flush();
  }
  await flush();
  return rows;
}

/** Tables after those that they refer to. */
async function inOrder(client: PoolClient, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ table: string; needs: string }>(
    `SELECT conrelid::regclass::text AS table, confrelid::regclass::text AS needs FROM pg_constraint
     WHERE contype = 'f' AND conrelid <> confrelid`,
  );
  const ordered = new Set<string>();
  while (ordered.size < tables.length) {
    const next = tables.filter(
      (table) =>
        !ordered.has(table) && rows.every(({ table: from, needs }) => from !== table || ordered.has(needs)),
    );
    if (next.length === 0) throw new Error('tables refer to each other in a circle');
    for (const table of next) ordered.add(table);
  }
  return [...ordered];
}

/** Numbers go on behind the highest that was given. */
async function setIdentities(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `SELECT c.relname AS table, a.attname AS column FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND a.attidentity <> '' AND NOT a.attisdropped AND NOT c.relispartition`,
  );
  for (const { table, column } of rows) {
    const [from, of] = [client.escapeIdentifier(table), client.escapeIdentifier(column)];
    await client.query(
      `SELECT setval(pg_get_serial_sequence($1, $2), coalesce((SELECT max(${of}) FROM ${from}), 0) + 1, false)`,
      [from, column],
    );
  }
}
