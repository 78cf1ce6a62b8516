import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { DefaultQueryExecutor } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder to which the statements go that the server runs in tests. */
    statements: string;
  }
}

/** A statement with the file of the server that runs it, from `packages/server/src`. */
export interface RunStatement {
  readonly sql: string;
  readonly file: string;
  /** For each parameter the first one that had the same value: a builder numbers each mention of a value anew. */
  readonly same: readonly number[];
}

/** Files that run what others wrote. */
const CARRIERS = /^platform\/(database|postgres)\/(?!outbox|unit-of-work|installation|backups|partitions)/;
const seen = new Set<string>();

function fileOf(stack: string): string | undefined {
  const files = [...stack.matchAll(/packages\/server\/(src|test)\/([^\s:)]+)/g)];
  const first = files.find(
    ([, , path]) => path !== undefined && !CARRIERS.test(path) && !path.startsWith('harness/statements'),
  );
  return first?.[1] === 'src' ? first[2] : undefined;
}

/** Undefined: nothing is recorded, as in what borrows the harness without Vitest. */
let target: string | undefined;

/** From now on every statement of the server in this process; what the tests themselves run does not count. */
export function recordStatements(): void {
  if (target !== undefined) return;
  target = join(inject('statements'), `${process.pid}-${randomBytes(4).toString('hex')}.jsonl`);
  const own = DefaultQueryExecutor.prototype;
  const execute = Reflect.get(own, 'executeQuery') as (...call: unknown[]) => unknown;
  own.executeQuery = function executeQuery(this: DefaultQueryExecutor, ...call) {
    note(call[0]);
    return Reflect.apply(execute, this, call) as never;
  };
  // Prepared ones go to the pool itself.
  const query = Reflect.get(pg.Pool.prototype, 'query') as (...call: unknown[]) => unknown;
  Reflect.set(pg.Pool.prototype, 'query', function asked(this: pg.Pool, ...call: unknown[]) {
    const [first] = call;
    if (typeof first === 'object' && first !== null && 'name' in first) {
      const { text, values = [] } = first as pg.QueryConfig;
      note({ sql: text, parameters: values });
    }
    return Reflect.apply(query, this, call);
  });
}

function note({ sql, parameters }: { sql: string; parameters: readonly unknown[] }): void {
  if (target === undefined || seen.has(sql)) return;
  seen.add(sql);
  const file = fileOf(new Error('where').stack ?? '');
  const same = parameters.map((value) => parameters.indexOf(value) + 1);
  if (file !== undefined)
    appendFileSync(target, `${JSON.stringify({ sql, file, same } satisfies RunStatement)}\n`);
}
