import type { ClientBase } from 'pg';

/** Statements that copy a table as lines of JSON and back, exactly: column by name, and JSON as its text. */
export interface CopyStatements {
  /** One column `line`. */
  readonly read: string;
  /** `$1`: a JSON array of lines. */
  readonly write: string;
}

/** In JSON a column that is empty and one that holds the JSON value null would look alike, so JSON travels as text. */
export async function copyStatements(client: ClientBase, table: string): Promise<CopyStatements> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    [table],
  );
  const quoted = client.escapeIdentifier(table);
  const columns = rows.map(({ name, type }) => {
    const column = client.escapeIdentifier(name);
    const isJson = type === 'json' || type === 'jsonb';
    return {
      column,
      out: isJson ? `${column}::text AS ${column}` : column,
      back: isJson ? `(${column} #>> '{}')::${type}` : column,
    };
  });
  const list = columns.map(({ column }) => column).join();
  return {
    read: `SELECT row_to_json(r)::text AS line FROM (SELECT ${columns.map(({ out }) => out).join()} FROM ${quoted}) AS r`,
    write: `INSERT INTO ${quoted} (${list}) OVERRIDING SYSTEM VALUE
      SELECT ${columns.map(({ back }) => back).join()} FROM json_populate_recordset(NULL::${quoted}, $1::json)`,
  };
}
