import { DISTRIBUTION_COLUMNS, ROOTS, type DistributionColumn, type Placement } from './placement.ts';

/** As many as there are slices: enough to spread over any cluster that the capacity page counts with. */
const SHARDS = 64;

/** SQL for the coordinator: what is distributed by what, and why the rest is not. It may be run again after a migration. */
export function writeScript(placements: readonly Placement[], migration: string): string {
  return [
    `-- Distribution of the tables with Citus, from the schema after ${migration}.`,
    '-- Run it on the coordinator as the owner of the tables while no node runs, and again after a migration that made tables.',
    'CREATE EXTENSION IF NOT EXISTS citus;',
    ...DISTRIBUTION_COLUMNS.flatMap((column) => distribute(placements, column)),
    ...stay(placements),
    '',
  ].join('\n');
}

function distribute(placements: readonly Placement[], column: DistributionColumn): string[] {
  const root = ROOTS[column];
  const tables = placements.flatMap((each) =>
    each.column === column && each.table !== root ? [each.table] : [],
  );
  return [
    '',
    `-- By ${column}, ${tables.length + 1} tables on the same shards: one statement about one of them stays on one node.`,
    create(root, column, `shard_count => ${SHARDS}, colocate_with => 'none'`),
    ...tables.map((table) => create(table, column, `colocate_with => '${root}'`)),
  ];
}

function create(table: string, column: string, how: string): string {
  return (
    `SELECT create_distributed_table('${table}', '${column}', ${how})\n` +
    `  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = '${table}'::regclass);`
  );
}

function stay(placements: readonly Placement[]): string[] {
  const byReason = Map.groupBy(
    placements.filter(({ column }) => column === null),
    ({ reason }) => reason ?? 'not decided yet',
  );
  return [
    '',
    '-- What stays on the coordinator as it is. No table is copied to every node: nothing distributed is joined with these.',
    ...[...byReason].map(
      ([reason, tables]) => `-- - ${tables.map(({ table }) => table).join(', ')}:\n--   ${reason}.`,
    ),
  ];
}
