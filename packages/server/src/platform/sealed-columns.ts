import { sql, type RawBuilder } from 'kysely';
import type { Db } from './database/database.ts';
import type { FileMasterKey, MasterKey } from './master-key.ts';

/** A column with values that the master key has sealed; each domain names its own in `sealed.ts`. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The primary key; all of it text. */
  readonly key: readonly string[];
  readonly form: SealedForm;
}

type Sealed = Buffer | string;
/** The primary key of a row, by column. */
type RowKey = Readonly<Record<string, string>>;

/** How the values of a column are sealed. */
export interface SealedForm {
  readonly type: 'bytea' | 'text';
  /** In SQL: the id of the master key that sealed the value. */
  keyId(value: RawBuilder<unknown>): RawBuilder<unknown>;
  open(masterKey: MasterKey, sealed: Sealed, row: RowKey): string | Promise<string>;
  seal(masterKey: MasterKey, plain: string, row: RowKey): Sealed | Promise<Sealed>;
}

export interface Resealed {
  readonly moved: number;
  /** Rows that do not open with their key, as `table key`. */
  readonly unreadable: readonly string[];
}

interface Row {
  readonly key: readonly string[];
  readonly sealed: Sealed;
}

interface FreshRow extends Row {
  readonly fresh: Sealed;
}

const BATCH = 500;
/** Rows that were changed by somebody else meanwhile are looked at again; who keeps changing them seals with the newest key. */
const PASSES_MAX = 10;
/** Rows tried before a column counts as unreadable. */
const SAMPLE = 20;

/** What `masterKey.seal` made; `rowId` is the column of the key that was given as such. */
export function sealedBytes(rowId: string): SealedForm {
  return {
    type: 'bytea',
    keyId: (value) => sql`get_byte(${value}, 0)`,
    open: (masterKey, sealed, row) => masterKey.open(Buffer.from(sealed), row[rowId] ?? ''),
    seal: (masterKey, plain, row) => masterKey.seal(plain, row[rowId] ?? ''),
  };
}

export function nameOf({ table, column }: SealedColumn): string {
  return `${table}.${column}`;
}

/** How many values each key has sealed. */
export async function countByKey(
  db: Db,
  { table, column, form }: SealedColumn,
): Promise<Map<number, number>> {
  const value = sql.ref(column);
  const { rows } = await sql<{ id: number; count: number }>`
    SELECT ${form.keyId(value)} AS id, count(*) AS count FROM ${sql.table(table)}
    WHERE length(${value}) > 0 GROUP BY 1 ORDER BY 1`.execute(db);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Does any value open? Undefined when there is none. */
export async function opensAny(
  db: Db,
  masterKey: MasterKey,
  column: SealedColumn,
): Promise<boolean | undefined> {
  const rows = await readRows(db, column, { limit: SAMPLE });
  for (const row of rows) if ((await opened(masterKey, column, row)) !== undefined) return true;
  return rows.length === 0 ? undefined : false;
}

/** Seals with the newest key whatever an older one has sealed. Can be stopped anywhere and run again. */
export async function reseal(db: Db, masterKey: FileMasterKey, column: SealedColumn): Promise<Resealed> {
  let moved = 0;
  for (let pass = 1; ; pass += 1) {
    const result = await resealOnce(db, masterKey, column);
    moved += result.moved;
    if (result.contested === 0 || pass === PASSES_MAX) return { moved, unreadable: result.unreadable };
  }
}

async function resealOnce(db: Db, masterKey: FileMasterKey, column: SealedColumn) {
  const unreadable: string[] = [];
  let moved = 0;
  let contested = 0;
  let after: readonly string[] | undefined;
  for (;;) {
    const rows = await readRows(db, column, { limit: BATCH, after, not: masterKey.newestId() });
    const fresh: FreshRow[] = [];
    for (const row of rows) {
      const plain = await opened(masterKey, column, row);
      if (plain === undefined) unreadable.push(`${column.table} ${row.key.join(' ')}`);
      else fresh.push({ ...row, fresh: await resealed(masterKey, column, row, plain) });
    }
    const replaced = await replace(db, column, fresh);
    moved += replaced;
    contested += fresh.length - replaced;
    if (rows.length < BATCH) return { moved, contested, unreadable };
    after = rows.at(-1)?.key;
  }
}

async function opened(
  masterKey: MasterKey,
  { form, key }: SealedColumn,
  row: Row,
): Promise<string | undefined> {
  try {
    return await form.open(masterKey, row.sealed, rowKeyOf(key, row));
  } catch {
    return undefined;
  }
}

/** Opened once more before anything is replaced by it. */
async function resealed(
  masterKey: MasterKey,
  { form, key }: SealedColumn,
  row: Row,
  plain: string,
): Promise<Sealed> {
  const rowKey = rowKeyOf(key, row);
  const fresh = await form.seal(masterKey, plain, rowKey);
  if ((await form.open(masterKey, fresh, rowKey)) !== plain)
    throw new Error('a sealed value does not open again');
  return fresh;
}

function rowKeyOf(key: readonly string[], row: Row): RowKey {
  return Object.fromEntries(key.map((name, at) => [name, row.key[at] ?? '']));
}

/** Rows in the order of their keys; those with values of the master key `not` are left out. */
async function readRows(
  db: Db,
  { table, column, key, form }: SealedColumn,
  { limit, after, not }: { limit: number; after?: readonly string[] | undefined; not?: number },
): Promise<Row[]> {
  const names = sql.join(key.map((name) => sql.ref(name)));
  const value = sql.ref(column);
  const { rows } = await sql<Row>`
    SELECT ARRAY[${names}]::text[] AS key, ${value} AS sealed FROM ${sql.table(table)}
    WHERE length(${value}) > 0
      AND ${not === undefined ? sql`true` : sql`${form.keyId(value)} <> ${not}`}
      AND ${after ? sql`(${names}) > (${sql.join(after)})` : sql`true`}
    ORDER BY ${names} LIMIT ${limit}`.execute(db);
  return rows;
}

/** How many were replaced: not those that somebody else has changed or removed meanwhile. */
async function replace(
  db: Db,
  { table, column, key, form }: SealedColumn,
  rows: readonly FreshRow[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const type = sql.raw(form.type);
  const names = key.map((_name, at) => sql.ref(`k${at}`));
  const lists = key.map((_name, at) => sql`${rows.map((row) => row.key[at])}::text[]`);
  const matches = key.map((name, at) => sql`${sql.ref(`old.${name}`)} = ${sql.ref(`new.k${at}`)}`);
  const { numAffectedRows } = await sql`
    UPDATE ${sql.table(table)} AS old SET ${sql.ref(column)} = new.fresh
    FROM unnest(${sql.join(lists)}, ${rows.map(({ sealed }) => sealed)}::${type}[], ${rows.map(({ fresh }) => fresh)}::${type}[])
      AS new (${sql.join(names)}, sealed, fresh)
    WHERE ${sql.join(matches, sql` AND `)} AND ${sql.ref(`old.${column}`)} = new.sealed`.execute(db);
  return Number(numAffectedRows);
}
