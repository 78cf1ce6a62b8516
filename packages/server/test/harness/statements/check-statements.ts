import { rm } from 'node:fs/promises';
import pg from 'pg';
import { REFUSED, SEVERAL_SHARDS } from './known-statements.ts';
import { judgeAll, readStatements, type JudgedStatement } from './read-statements.ts';

/** Fails when the server ran a statement that does not fit the distribution and is not known. */
export async function checkStatements(folder: string, url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    const judged = await judgeAll(pool, await readStatements(folder));
    // One example for each file and its tables.
    const unknown = [...new Map(judged.flatMap(complaint)).values()];
    if (unknown.length === 0) return;
    throw new Error(
      `Statements that do not fit the distribution of the tables (docs/guides/distribution.md). Name the distribution column, or ` +
        `say why not in packages/server/test/harness/statements/known-statements.ts:\n${unknown.join('\n')}`,
    );
  } finally {
    await pool.end();
    await rm(folder, { recursive: true, force: true });
  }
}

function complaint({ file, sql, judgement }: JudgedStatement): [string, string][] {
  if (judgement.kind === 'LOCAL' || judgement.kind === 'ONE_SHARD') return [];
  const known = (judgement.kind === 'REFUSED' ? REFUSED : SEVERAL_SHARDS)[file];
  const isKnown = (table: string) => typeof known === 'string' || known?.[table] !== undefined;
  if (judgement.tables.every(isKnown)) return [];
  const why = judgement.kind === 'REFUSED' ? `Citus refuses it: ${judgement.why}` : 'runs on several shards';
  const what = `- ${file}, ${judgement.tables.join(', ')}, ${why}`;
  return [[what, `${what}: ${sql.replaceAll(/\s+/g, ' ').trim()}`]];
}
