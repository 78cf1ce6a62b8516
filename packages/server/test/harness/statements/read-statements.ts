import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { readPlacements } from '../../../src/maintenance/citus/placement.ts';
import { judge, type Catalogue, type Judgement } from './judge-statement.ts';
import { isNode, parseTree, walk, type TreeNode } from './node-tree.ts';
import type { RunStatement } from './record-statements.ts';

export interface JudgedStatement extends RunStatement {
  readonly judgement: Judgement;
}

/** What PostgreSQL makes of each statement, judged; DDL and other commands without a query are left out. */
export async function judgeAll(
  pool: pg.Pool,
  statements: readonly RunStatement[],
): Promise<JudgedStatement[]> {
  const catalogue = await readCatalogue(pool);
  const judged: JudgedStatement[] = [];
  for (const statement of statements) {
    const tree = await analyse(pool, statement.sql);
    if (tree) judged.push({ ...statement, judgement: judge(tree, statement.same, catalogue) });
  }
  return judged;
}

/** Each statement once, however long its lists were. */
export async function readStatements(folder: string): Promise<RunStatement[]> {
  const found = new Map<string, RunStatement>();
  for (const file of await readdir(folder)) {
    const lines = (await readFile(join(folder, file), 'utf8')).trim().split('\n');
    for (const line of lines) {
      const statement = JSON.parse(line) as RunStatement;
      found.set(`${statement.file} ${shapeOf(statement.sql)}`, statement);
    }
  }
  return [...found.values()];
}

/** Statements that differ in the length of their lists alone are one. */
function shapeOf(sql: string): string {
  return sql
    .replaceAll(/\$\d+/g, '?')
    .replaceAll(/\((\?|default)(, (\?|default))*\)(, \((\?|default)(, (\?|default))*\))+/g, '(rows)')
    .replaceAll(/\(\?(, \?)+\)/g, '(list)')
    .replaceAll(/\s+/g, ' ');
}

/** PostgreSQL analyses it as the body of a function, which is then rolled back. */
async function analyse(pool: pg.Pool, sql: string): Promise<TreeNode | undefined> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`PREPARE statement AS ${sql}`);
    const { rows: types } = await client.query<{ types: string }>(
      "SELECT array_to_string(parameter_types, ', ') AS types FROM pg_prepared_statements WHERE name = 'statement'",
    );
    await client.query(
      `CREATE FUNCTION pg_temp.statement(${types[0]?.types ?? ''}) RETURNS void BEGIN ATOMIC ${sql}; END`,
    );
    const { rows } = await client.query<{ tree: string }>(
      "SELECT prosqlbody::text AS tree FROM pg_proc WHERE proname = 'statement' AND pronamespace = pg_my_temp_schema()",
    );
    return [...walk(parseTree(rows[0]?.tree ?? ''))].find((node) => isNode(node) && node.tag === 'QUERY');
  } catch (error) {
    // LOCK, SET, CREATE and the like; tables that a test made; a statement that was wrong on purpose.
    if (error instanceof pg.DatabaseError) return undefined;
    throw error;
  } finally {
    await client.query('ROLLBACK');
    await client.query('DEALLOCATE ALL');
    client.release();
  }
}

async function readCatalogue(pool: pg.Pool): Promise<Catalogue> {
  const placements = await readPlacements(pool);
  const columnOf = new Map(placements.map(({ table, column }) => [table, column]));
  const { rows: tables } = await pool.query<{ id: string; name: string; columns: Record<string, number> }>(`
    SELECT c.oid::text AS id, c.relname AS name, jsonb_object_agg(a.attname, a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition GROUP BY 1, 2`);
  const { rows: functions } = await pool.query<{ id: string; volatility: string }>(
    "SELECT oid::text AS id, provolatile AS volatility FROM pg_proc WHERE provolatile <> 'i'",
  );
  const { rows: types } = await pool.query<{ id: string; volatility: string }>(`
    SELECT t.oid::text AS id, 's' AS volatility FROM pg_type t JOIN pg_proc f ON f.oid IN (t.typinput, t.typoutput)
    WHERE f.provolatile <> 'i'`);
  return {
    textVolatility: new Map(types.map(({ id, volatility }) => [id, volatility])),
    tables: new Map(
      tables.map(({ id, name, columns }) => {
        const column = columnOf.get(name);
        return [id, column ? { name, column: { name: column, no: String(columns[column]) } } : { name }];
      }),
    ),
    volatility: new Map(functions.map(({ id, volatility }) => [id, volatility])),
  };
}
