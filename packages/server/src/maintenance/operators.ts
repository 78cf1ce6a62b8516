import { PROBLEMS } from '@hearthgate/wire';
import { readConfig, type Config } from '../config/index.ts';
import { AppError } from '../platform/app-error.ts';
import { openDatabase, openPool, type Db } from '../platform/database/database.ts';
import { createLog } from '../platform/log.ts';
import { StartupError } from '../platform/startup-error.ts';
import { inviteOperator, listOperators, removeOperator, resetOperator } from '../portals/index.ts';
import { visitDatabase } from './visit-database.ts';

/** SQLSTATE of a table that is not there: the server of this version has not run on the database yet. */
const NO_TABLE = '42P01';

/** `hearthgate operator create`: prints the link with which the new operator sets a password. */
export function createOperator(
  env: NodeJS.ProcessEnv,
  input: { email: string; name: string; json?: boolean },
): Promise<void> {
  return visit(env, async (db, config) => {
    const { token } = await inviteOperator(db, input);
    const link = linkOf(config, token);
    return input.json ? asJson({ email: input.email, link }) : linkText(input.email, link);
  });
}

/** `hearthgate operator reset` */
export function renewOperator(
  env: NodeJS.ProcessEnv,
  input: { email: string; json?: boolean },
): Promise<void> {
  return visit(env, async (db, config) => {
    const { token } = await resetOperator(db, input);
    const link = linkOf(config, token);
    if (input.json) return asJson({ email: input.email, link });
    return `Sessions, password and second factor of ${input.email} have ended.\n${linkText(input.email, link)}`;
  });
}

/** `hearthgate operator remove` */
export function dropOperator(
  env: NodeJS.ProcessEnv,
  input: { email: string; json?: boolean },
): Promise<void> {
  return visit(env, async (db) => {
    await removeOperator(db, input);
    if (input.json) return asJson({ email: input.email, removed: true });
    return `${input.email} is removed; sessions have ended, the record of what was done stays.`;
  });
}

/** `hearthgate operator list` */
export function printOperators(env: NodeJS.ProcessEnv, { json = false } = {}): Promise<void> {
  return visit(env, async (db) => {
    const operators = await listOperators(db);
    if (json) {
      const items = operators.map(({ id, email, name, two_factor_enabled: enrolled }) => ({
        id,
        email,
        name,
        enrolled,
      }));
      return asJson(items);
    }
    if (operators.length === 0) return 'There is no operator. Make one: hearthgate operator create --email E';
    const lines = operators.map(({ id, email, name, two_factor_enabled: isEnrolled }) =>
      [id, email, isEnrolled ? 'enrolled' : 'not enrolled yet', name].join('  ').trimEnd(),
    );
    return lines.join('\n');
  });
}

function asJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

function linkOf({ adminUrl, adminHost, adminPort }: Config, token: string): string {
  const host = adminHost.includes(':') ? `[${adminHost}]` : adminHost;
  return `${adminUrl ?? `http://${host}:${adminPort}`}/operator/enrol#${token}`;
}

function linkText(email: string, link: string): string {
  return `${link}\n\n${email} opens this link once, within 24 hours, while the server runs.`;
}

/** Works on the server's database and prints what came of it; the process exits with 1 when it failed. */
async function visit(
  env: NodeJS.ProcessEnv,
  work: (db: Db, config: Config) => Promise<string>,
): Promise<void> {
  try {
    const config = readConfig(env);
    const log = createLog('silent');
    const text = await visitDatabase(config, log, async (connection) => {
      const pool = openPool(connection, log);
      try {
        return await work(openDatabase(pool), config);
      } finally {
        await pool.end();
      }
    });
    process.stdout.write(`${text}\n`);
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exitCode = 1;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof StartupError) return error.message;
  if (error instanceof AppError && error.code === 'not-found')
    return 'There is no operator with this e-mail.';
  if (error instanceof AppError) return PROBLEMS[error.code].detail.en;
  if (error instanceof Error && 'code' in error && error.code === NO_TABLE)
    return 'The database has no operators yet: start the server of this version once, then try again.';
  throw error;
}
