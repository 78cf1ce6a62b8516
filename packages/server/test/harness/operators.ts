import { createHmac } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { createEvents } from '../../src/events/index.ts';
import { createGateways, ImportRunner, Presence } from '../../src/gateways/index.ts';
import type { Db } from '../../src/platform/database/database.ts';
import { createHttpServer } from '../../src/platform/http/server.ts';
import { localLimits } from '../../src/platform/limits/limits.ts';
import { addOperatorServer, createPortals, inviteOperator, type OwnerRead } from '../../src/portals/index.ts';
import { startAccess, type TestAccess } from './access.ts';
import { caller, type Answer, type CallOptions, type TestSandbox } from './sandbox.ts';

export type Call = <T = Record<string, unknown>>(
  method: string,
  path: string,
  options?: CallOptions,
) => Promise<Answer<T>>;

export interface TestOperator {
  readonly operatorId: string;
  readonly email: string;
  readonly password: string;
  readonly secret: string;
  readonly backupCodes: readonly string[];
  readonly token: string;
  /** With this operator's session. */
  readonly call: Call;
}

export interface AuditItem {
  readonly id: number;
  readonly action: string;
  readonly operatorId: string;
  readonly status: number | null;
  readonly target: Record<string, string>;
  readonly reason: string | null;
}

/** The operators' server alone, over real HTTP, on a database of its own. */
export interface TestOperators extends TestAccess {
  readonly db: Db;
  readonly admin: FastifyInstance;
  /** As nobody in particular. */
  readonly call: Call;
  /** What owners were told; `failing` makes the telling fail. */
  readonly reads: OwnerRead[] & { failing?: boolean };
  /** Real time passes for the limits. */
  passTime(ms: number): void;
  /** One who has enrolled, over HTTP as a person would. */
  enrolled(email: string): Promise<TestOperator>;
  /** All rows of the record, the newest last, when every call has ended. */
  audit(): Promise<AuditItem[]>;
  /** The newest row, as soon as it is of this action. */
  auditRunning(action: string): Promise<AuditItem | undefined>;
}

const PASSWORD = 'correct horse battery staple';
/** Real time in which an answered call has its row. */
const ROW_TIMEOUT_MS = 5_000;

export async function startOperators(
  options: { adminUrl?: string; trustProxy?: readonly string[] } = {},
): Promise<TestOperators> {
  const domain = await startAccess(Date.UTC(2026, 0, 15));
  const time = { ms: 0 };
  const reads: TestOperators['reads'] = [];
  const platform = { ...domain.access, limitsOf: () => localLimits(() => time.ms) };
  const gateways = createGateways(platform, domain.access, 60_000);
  const admin = createHttpServer(platform.log);
  let url = '';
  const portals = createPortals(platform, {
    access: domain.access,
    events: createEvents(
      platform,
      domain.access,
      () => Promise.reject(new Error('nothing is sent')),
      {
        allowLoopback: true,
      },
      true,
      () => Promise.resolve(undefined),
    ),
    gateways,
    presence: new Presence(gateways),
    mails: domain.mails,
    hvac: undefined as never,
    desk: undefined as never,
    mqtt: () => ({ host: 'localhost', port: 1883, tls: false }),
    imports: new ImportRunner(gateways),
    link: { readAgain: () => Promise.resolve(false), brokerCounts: () => undefined },
    measured: { version: 'test', partitions: [], expectsBackups: true },
    transport: { trustProxy: options.trustProxy ?? [], plainHttpCallers: ['127.0.0.0/8'] },
    adminUrl: () => options.adminUrl ?? url,
  });
  addOperatorServer(admin, {
    ...portals,
    noteOwnerRead: (read) => {
      if (reads.failing === true) return Promise.reject(new Error('the record is away'));
      reads.push(read);
      return Promise.resolve();
    },
  });
  // This comes after the gate's own, so a call counts until its row is written.
  let running = 0;
  admin.server.on('request', () => (running += 1));
  admin.addHook('onResponse', async () => void (running -= 1));
  url = await admin.listen({ host: '127.0.0.1', port: 0 });
  const call = caller(url);
  const { db } = platform;
  return {
    ...domain,
    db,
    admin,
    call,
    reads,
    passTime: (ms) => (time.ms += ms),
    enrolled: (email) => enrol(db, call, email),
    audit: async () => {
      await until(() => running === 0);
      return auditRows(db);
    },
    auditRunning: async (action) => {
      let newest: AuditItem | undefined;
      await until(async () => {
        newest = (await auditRows(db)).at(-1);
        return newest?.action === action;
      });
      return newest;
    },
    stop: async () => {
      await admin.close();
      await domain.stop();
    },
  };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + ROW_TIMEOUT_MS; !(await condition());) {
    if (performance.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function auditRows(db: Db): Promise<AuditItem[]> {
  const { rows } = await sql<AuditItem>`
    SELECT id, action, operator_id AS "operatorId", status, target, reason FROM operator_audit ORDER BY id`.execute(
    db,
  );
  return rows;
}

async function enrol(db: Db, call: Call, email: string): Promise<TestOperator> {
  const { operatorId, token: link } = await inviteOperator(db, { email, name: 'Test' });
  await ok(call('POST', '/operator/enrol', { body: { token: link, password: PASSWORD } }));
  const entered = await ok(call('POST', '/operator/sign-in', { body: { email, password: PASSWORD } }));
  const headers = { cookie: cookieOf(entered) };
  const { body } = await ok(
    call<{ secret: string; backupCodes: string[] }>('POST', '/operator/second-factor', {
      body: { password: PASSWORD },
      headers,
    }),
  );
  const confirmed = await ok(
    call('POST', '/operator/second-factor/confirm', {
      body: { code: codeOf(body.secret), bearer: true },
      headers,
    }),
  );
  const token = String(confirmed.body['token']);
  return { operatorId, email, password: PASSWORD, ...body, token, call: withToken(call, token) };
}

/** Signs in with password and code; the answer of the last step. */
export async function signIn(
  call: Call,
  { email, password }: { email: string; password: string },
  code: string,
): Promise<Answer> {
  const entered = await call('POST', '/operator/sign-in', { body: { email, password } });
  const headers = { cookie: cookieOf(entered) };
  return call('POST', '/operator/sign-in/code', { body: { code, bearer: true }, headers });
}

export function withToken(call: Call, token: string): Call {
  return (method, path, options) =>
    call(method, path, { ...options, headers: { authorization: `Bearer ${token}`, ...options?.headers } });
}

async function ok<T>(answered: Promise<Answer<T>>): Promise<Answer<T>> {
  const answer = await answered;
  if (answer.status >= 300) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
  return answer;
}

/** What a browser would send back. */
export function cookieOf({ headers }: { headers: Headers }): string {
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
  return cookies.filter((cookie) => !cookie.endsWith('=')).join('; ');
}

/** What an authenticator app shows (RFC 6238): HMAC-SHA-1 over the number of the 30 s step, cut to six digits. */
export function codeOf(secret: string, atMs = Date.now()): string {
  let bits = 0n;
  for (const letter of secret) bits = bits * 32n + BigInt('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter));
  const length = Math.floor((secret.length * 5) / 8);
  const hex = (bits >> BigInt(secret.length * 5 - length * 8)).toString(16).padStart(length * 2, '0');
  const step = Buffer.alloc(8);
  step.writeBigInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const hash = createHmac('sha1', Buffer.from(hex, 'hex')).update(step).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

/** A code that is none of those that are right now or in a minute around it. */
export function wrongCodeOf(secret: string): string {
  const right = [-60_000, -30_000, 0, 30_000, 60_000].map((shift) => codeOf(secret, Date.now() + shift));
  return (
    ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? ''
  );
}

/** The operator of a sandbox, signed in. */
export async function sandboxOperator(sandbox: TestSandbox): Promise<{ token: string; call: Call }> {
  const { operator: account } = sandbox.world;
  const call = caller(sandbox.app.adminUrl);
  const { body } = await sandbox.call('POST', '/sandbox/operator/code', { key: null });
  const entered = await signIn(call, account ?? { email: '', password: '' }, String(body['code']));
  const token = String(entered.body['token']);
  return { token, call: withToken(call, token) };
}
