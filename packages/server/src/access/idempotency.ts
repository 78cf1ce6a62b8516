import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { AppError } from '../platform/app-error.ts';
import type { Db } from '../platform/database/database.ts';
import type { Access } from './access.ts';
import { accountOf } from './caller.ts';
import { callerOf, type PartnerRoute } from './partner-gate.ts';
import type { AccessTables } from './tables.ts';

/** After this a key may be used for another request. */
const LIFETIME_MS = 86_400_000;
/** A first request that has not ended by then died with its server. */
const RUNNING_MAX_MS = 120_000;
const KEY_MAX = 200;
const METHODS = new Set(['POST', 'PUT', 'PATCH']);

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while this request is the first one with its idempotency key. */
    idempotencyScope: string | null;
  }
}

/**
 * `Idempotency-Key` on partner routes: looked up after all access checks and the validation of the body; only 2xx, 409 and
 * 422 are kept, and never an answer that carried a secret. Commands keep their own, in the transaction that writes them.
 */
export function addIdempotency(app: FastifyInstance, access: Access): void {
  app.decorateRequest('idempotencyScope', null);
  const check = async (request: FastifyRequest, reply: FastifyReply) => {
    const scope = await scopeOf(request);
    if (scope === undefined) return;
    const account = accountOf(callerOf(request));
    const hash = createHash('sha256')
      .update(JSON.stringify(request.body ?? null))
      .digest();
    const first = await reserve(access, account, scope, hash);
    if (first === 'ours') {
      request.idempotencyScope = scope;
      return;
    }
    if (!first.request_hash.equals(hash)) throw new AppError('idempotency-key-reused');
    if (first.secret_id !== null) throw new AppError('secret-already-shown', { id: first.secret_id });
    if (first.status === null) throw new AppError('idempotency-in-progress', {}, { 'retry-after': '1' });
    const isProblem = first.status >= 400;
    return reply
      .code(first.status)
      .type(isProblem ? 'application/problem+json' : 'application/json; charset=utf-8')
      .serializer((text: string) => text)
      .send(first.answer ?? '');
  };
  const keep = async (request: FastifyRequest, reply: FastifyReply, payload: unknown, scope: string) => {
    request.idempotencyScope = null;
    const status = reply.statusCode;
    const isKept = (status >= 200 && status < 300) || status === 409 || status === 422;
    const account = accountOf(callerOf(request));
    if (!isKept) return forget(access.db, account, scope);
    const text = typeof payload === 'string' ? payload : '';
    const { secretId } = request.routeOptions.config.partner ?? {};
    if (secretId === undefined || status >= 300)
      return keepAnswer(access.db, account, scope, { status, answer: text });
    const about = (JSON.parse(text) as Record<string, unknown>)[secretId];
    await keepAnswer(access.db, account, scope, { status, secret_id: String(about) });
  };
  // Most requests have no such key, and none of them waits.
  app.addHook('preHandler', (request, reply, done) => {
    if (request.headers['idempotency-key'] === undefined) return done();
    check(request, reply).then(() => done(), done);
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    const scope = request.idempotencyScope;
    if (scope === null) return done(null, payload);
    keep(request, reply, payload, scope).then(() => done(null, payload), done);
  });
}

/** Forgets keys past their lifetime. */
export async function forgetIdempotencyKeys({ db, clock }: Access): Promise<void> {
  await tables(db)
    .deleteFrom('idempotency_keys')
    .where('created_at', '<', new Date(clock.now() - LIFETIME_MS))
    .execute();
}

async function scopeOf(request: FastifyRequest): Promise<string | undefined> {
  const { partner } = request.routeOptions.config;
  const key = request.headers['idempotency-key'];
  if (!partner || key === undefined || !METHODS.has(request.method) || (await keepsItsOwn(request, partner)))
    return undefined;
  if (typeof key !== 'string' || key.length === 0 || key.length > KEY_MAX) {
    const message = `Idempotency-Key: 1 to ${KEY_MAX} characters`;
    throw new AppError('request-invalid', { errors: [{ pointer: '/headers/idempotency-key', message }] });
  }
  // A gateway that changed hands is another: what was answered about it before is not repeated.
  const since = request.grant ? ` ${request.grant.dataFrom.getTime()}` : '';
  return `${request.method} ${request.url} ${key}${since}`;
}

async function keepsItsOwn(
  { grant, params }: FastifyRequest,
  { ownIdempotency }: PartnerRoute,
): Promise<boolean> {
  if (typeof ownIdempotency !== 'function') return ownIdempotency === true;
  return grant !== null && ownIdempotency(grant.gatewayId, params as Record<string, string>);
}

type Row = AccessTables['idempotency_keys'];

/** `ours` when this request is the first; else the row of the first one. */
async function reserve(
  { db, clock }: Access,
  account: string,
  scope: string,
  hash: Buffer,
): Promise<'ours' | Row> {
  const now = clock.now();
  const fresh = {
    request_hash: hash,
    status: null,
    answer: null,
    secret_id: null,
    created_at: new Date(now),
  };
  const stale = new Date(now - LIFETIME_MS);
  const dead = new Date(now - RUNNING_MAX_MS);
  const reserved = await tables(db)
    .insertInto('idempotency_keys')
    .values({ company_id: account, scope, ...fresh })
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'scope'])
        .doUpdateSet(fresh)
        .where((where) =>
          where.or([
            where('idempotency_keys.created_at', '<', stale),
            where.and([
              where('idempotency_keys.status', 'is', null),
              where('idempotency_keys.created_at', '<', dead),
            ]),
          ]),
        ),
    )
    .returning('scope')
    .executeTakeFirst();
  if (reserved) return 'ours';
  const first = await tables(db)
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('company_id', '=', account)
    .where('scope', '=', scope)
    .executeTakeFirst();
  // Gone in between: the first one was not kept, so the caller may try again at once.
  if (!first) throw new AppError('idempotency-in-progress', {}, { 'retry-after': '1' });
  return first;
}

async function keepAnswer(db: Db, account: string, scope: string, kept: Partial<Row>): Promise<void> {
  await tables(db)
    .updateTable('idempotency_keys')
    .set(kept)
    .where('company_id', '=', account)
    .where('scope', '=', scope)
    .execute();
}

async function forget(db: Db, account: string, scope: string): Promise<void> {
  await tables(db)
    .deleteFrom('idempotency_keys')
    .where('company_id', '=', account)
    .where('scope', '=', scope)
    .execute();
}

function tables(db: Db): Kysely<AccessTables> {
  return db.withTables<AccessTables>();
}
