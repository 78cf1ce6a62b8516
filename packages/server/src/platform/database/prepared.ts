import type pg from 'pg';

/** A statement that is asked so often that PostgreSQL keeps it prepared on each connection: it is planned once. */
export interface Statement {
  /** Of this text alone. */
  readonly name: string;
  readonly text: string;
}

/** Rows are arrays in the order of the columns. */
export type ReadPrepared = <Row extends unknown[]>(
  statement: Statement,
  values: readonly unknown[],
) => Promise<Row[]>;

export function preparedOn(pool: pg.Pool): ReadPrepared {
  return async <Row extends unknown[]>({ name, text }: Statement, values: readonly unknown[]) => {
    const { rows } = await pool.query<Row>({ name, text, values: [...values], rowMode: 'array' });
    return rows;
  };
}
