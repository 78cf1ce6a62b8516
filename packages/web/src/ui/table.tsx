import type { Key, ReactNode } from 'react';
import styles from './table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the end. */
  readonly isNumber?: boolean;
}

export interface TableProps<Row> {
  /** For screen readers, where no heading says it. */
  readonly label: string;
  /** The first one names the row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => Key;
}

/** A plain table; on a phone each row is a small card with the names of its columns. */
export function Table<Row>({ label, columns, rows, keyOf }: TableProps<Row>): ReactNode {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ id, title, isNumber }) => (
            <th key={id} scope="col" data-number={isNumber}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ id, title, cell, isNumber }, at) => {
              const content = (
                <>
                  <span className={styles.name} aria-hidden="true">
                    {title}
                  </span>
                  <span className={styles.value}>{cell(row)}</span>
                </>
              );
              return at === 0 ? (
                <th key={id} scope="row">
                  {content}
                </th>
              ) : (
                <td key={id} data-number={isNumber}>
                  {content}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
