import type { Pool } from 'pg';
import type { Placement } from './placement.ts';

interface KeyRow {
  readonly table: string;
  readonly key: string;
  readonly columns: readonly string[];
}
interface ForeignKeyRow {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly columns: readonly string[];
}

const UNIQUE_KEYS = `
  SELECT i.indrelid::regclass::text AS table, i.indexrelid::regclass::text AS key,
    ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)) AS columns
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition AND (i.indisunique OR i.indisexclusion)`;
const FOREIGN_KEYS = `
  SELECT conname AS name, conrelid::regclass::text AS from, confrelid::regclass::text AS to,
    ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = conrelid AND a.attnum = ANY (conkey)) AS columns
  FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`;
const TRIGGERS = `
  SELECT tgrelid::regclass::text AS table, tgname::text AS key, '{}'::text[] AS columns FROM pg_trigger
  WHERE NOT tgisinternal`;
/** What is numbered by itself in less than 64 bits has no room for the number of the node that Citus puts in front. */
const SMALL_NUMBERS = `
  SELECT attrelid::regclass::text AS table, attname::text AS key, '{}'::text[] AS columns FROM pg_attribute
  WHERE (attidentity <> '' OR pg_get_serial_sequence(attrelid::regclass::text, attname) IS NOT NULL)
    AND atttypid <> 'bigint'::regtype AND attnum > 0 AND NOT attisdropped
    AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p'))`;
const NULLABLE = `
  SELECT attrelid::regclass::text AS table, attname::text AS key, '{}'::text[] AS columns FROM pg_attribute
  WHERE NOT attnotnull AND attnum > 0 AND NOT attisdropped
    AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p'))`;
const PARTITIONS_OF_PARTITIONS = `
  SELECT oid::regclass::text AS table, relname::text AS key, '{}'::text[] AS columns FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'p' AND relispartition`;

/** What of the schema Citus would refuse, one sentence each. */
export async function checkKeys(pool: Pool, placements: readonly Placement[]): Promise<string[]> {
  const columnOf = new Map(placements.map(({ table, column }) => [table, column]));
  const distributed = async (query: string) =>
    (await pool.query<KeyRow>(query)).rows.flatMap((row) => {
      const column = columnOf.get(row.table);
      return column ? [{ ...row, column }] : [];
    });
  const undecided = placements.filter(({ column, reason }) => column === null && reason === undefined);
  const keys = (await distributed(UNIQUE_KEYS)).filter(({ columns, column }) => !columns.includes(column));
  const nullable = (await distributed(NULLABLE)).filter(({ key, column }) => key === column);
  const { rows: references } = await pool.query<ForeignKeyRow>(FOREIGN_KEYS);
  const crossing = references.filter(({ from, to, columns }) => {
    const column = columnOf.get(from) ?? null;
    return column !== (columnOf.get(to) ?? null) || (column !== null && !columns.includes(column));
  });
  return [
    ...undecided.map(({ table }) => `${table} is neither distributed nor has a reason to stay local`),
    ...keys.map(({ table, key, column }) => `${key} of ${table} is unique without ${column}`),
    ...nullable.map(({ table, column }) => `${column} of ${table} may be null`),
    ...crossing.map(({ name, from, to }) => `${name} leads from ${from} to ${to}, which live elsewhere`),
    ...(await distributed(TRIGGERS)).map(({ table, key }) => `${table} has the trigger ${key}`),
    ...(await distributed(SMALL_NUMBERS)).map(
      ({ table, key }) => `${key} of ${table} is numbered in less than 64 bits`,
    ),
    ...(await distributed(PARTITIONS_OF_PARTITIONS)).map(({ table }) => `${table} is partitioned twice`),
  ];
}
