import type { Pool } from 'pg';
import { reasonToStay } from './reasons.ts';

export const DISTRIBUTION_COLUMNS = ['gateway_id', 'company_id'] as const;
export type DistributionColumn = (typeof DISTRIBUTION_COLUMNS)[number];

/** Where a table lives in a cluster: spread by its column, or as a whole beside the coordinator. */
export interface Placement {
  readonly table: string;
  /** Null: not distributed. */
  readonly column: DistributionColumn | null;
  /** Why it stays where it is; of a distributed table undefined. */
  readonly reason: string | undefined;
}

/** The table that the others of its group are co-located with. */
export const ROOTS: Readonly<Record<DistributionColumn, string>> = {
  gateway_id: 'gateways',
  company_id: 'companies',
};

/** Partitions go with their table. */
const TABLES = `
  SELECT c.relname AS name, first.attname AS first
  FROM pg_class c
  LEFT JOIN pg_index key ON key.indrelid = c.oid AND key.indisprimary
  JOIN pg_attribute first ON first.attrelid = c.oid AND first.attnum = coalesce(key.indkey[0], 1)
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  ORDER BY c.relname`;

/** By the catalogue: a table belongs to what its primary key begins with, one without a key to its first column. */
export async function readPlacements(pool: Pool): Promise<Placement[]> {
  const { rows } = await pool.query<{ name: string; first: string }>(TABLES);
  return rows.map(({ name, first }) => {
    const reason = reasonToStay(name);
    const column = DISTRIBUTION_COLUMNS.find((each) => each === first) ?? null;
    return { table: name, column: reason === undefined ? column : null, reason };
  });
}
