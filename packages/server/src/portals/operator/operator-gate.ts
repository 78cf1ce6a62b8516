import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../platform/app-error.ts';
import { callerAddress, isListed, isSecure } from '../../platform/http/caller-address.ts';
import type { Portals } from '../portals.ts';
import { auditAttempt, beginAudit, finishAudit, type Call } from './audit.ts';

/** What a route of operators declares; one without it does not start. */
export interface OperatorRoute {
  /** The call's name in the record, such as `company.onboard`. */
  readonly audit: string;
  /** The answer shows data of the owner of `gatewayId`: the operator gives a reason, and the owner is told. */
  readonly ownerData?: true;
  /** Less than a session with a second factor: a password was enough so far, or nobody need be signed in. */
  readonly needs?: 'password' | 'nothing';
}

export interface Operator {
  readonly operatorId: string;
  readonly email: string;
  readonly name: string;
  readonly sessionId: string;
  readonly sessionExpiresAt: Date;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operator?: OperatorRoute;
  }
  interface FastifyRequest {
    operator: Operator | null;
    /** Row of this call in the record. */
    auditId: number | null;
  }
}

const REASON_HEADER = 'x-reason';
const REASON_MIN = 3;
const REASON_MAX = 500;

/** The operator that the gate let through. */
export function operatorOf(request: FastifyRequest): Operator {
  if (!request.operator) throw new Error('the route is not behind the gate of operators');
  return request.operator;
}

/** Every call: the session, its row in the record, the second factor, the reason; then the work; then its status. */
export function addOperatorGate(app: FastifyInstance, portals: Portals): void {
  app.decorateRequest('operator', null);
  app.decorateRequest('auditId', null);
  app.addHook('onRoute', ({ url, config }) => {
    const route = config?.operator;
    if (url.startsWith('/operator') && !route) throw new Error(`${url} has no name in the operators' record`);
    if (route?.ownerData && !url.includes(':gatewayId')) throw new Error(`${url}: whose owner's data?`);
  });
  app.addHook('onRequest', async (request) => {
    if (!request.routeOptions.config.scraped) requireTransport(portals, request);
    const route = request.routeOptions.config.operator;
    if (route && route.needs !== 'nothing') await admit(portals, request, route);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    await close(portals, request, reply);
    return payload;
  });
  // After the answer, so that its time does not tell whether the account exists.
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.config.operator;
    if (!route || request.auditId !== null || request.signInAs === null) return;
    await auditAttempt(portals.db, request.signInAs, callOf(portals, request, route), reply.statusCode);
  });
}

async function admit(portals: Portals, request: FastifyRequest, route: OperatorRoute): Promise<void> {
  const session = await portals.operators.sessionOf(request);
  if (!session) throw new AppError('sign-in-required');
  const { userId, email, name, sessionId, expiresAt } = session;
  request.operator = { operatorId: userId, email, name, sessionId, sessionExpiresAt: expiresAt };
  const call = callOf(portals, request, route);
  request.auditId = await beginAudit(portals.db, request.operator, call);
  if (!session.secondFactor && route.needs !== 'password') throw new AppError('second-factor-required');
  if (route.ownerData && call.reason === null) {
    const message = `say in ${REASON_MIN} to ${REASON_MAX} characters why you look at an owner's data; the owner reads it`;
    throw new AppError('request-invalid', { errors: [{ pointer: `/headers/${REASON_HEADER}`, message }] });
  }
}

/** Before a byte of the answer leaves: an owner is told what was seen, and the record gets the status. */
async function close(portals: Portals, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { operator, auditId } = request;
  const route = request.routeOptions.config.operator;
  if (!route || !operator || auditId === null) return;
  const reason = reasonOf(request);
  if (route.ownerData && reply.statusCode < 300 && reason !== null) {
    const gatewayId = Number(paramsOf(request)['gatewayId']);
    const { operatorId } = operator;
    await portals.noteOwnerRead({ gatewayId, operatorId, operation: route.audit, reason });
  }
  const finished = finishAudit(portals.db, auditId, reply.statusCode, new Date(portals.clock.now()));
  // The work is done: its row without a status says less, but nothing wrong.
  await finished.catch((error: unknown) =>
    request.log.error({ err: error, auditId }, 'a call has no status'),
  );
}

/** Plain HTTP only on this machine, and not under the name of a TLS proxy that nobody named in TRUST_PROXY. */
function requireTransport({ transport, adminUrl }: Portals, request: FastifyRequest): void {
  if (isSecure(request.raw, transport.trustProxy)) return;
  const isNear = isListed(callerAddress(request.raw, transport.trustProxy), transport.plainHttpCallers);
  const url = new URL(adminUrl());
  if (!isNear || (url.protocol === 'https:' && request.host === url.host))
    throw new AppError('https-required');
}

function callOf(portals: Portals, request: FastifyRequest, route: OperatorRoute): Call {
  return {
    at: new Date(portals.clock.now()),
    action: route.audit,
    target: paramsOf(request),
    address: callerAddress(request.raw, portals.transport.trustProxy),
    requestId: request.id,
    reason: reasonOf(request),
  };
}

/** PostgreSQL stores no NUL; nothing that has one is found anyway. */
function paramsOf(request: FastifyRequest): Readonly<Record<string, string>> {
  const params = Object.entries(request.params as Record<string, string>);
  return Object.fromEntries(params.map(([name, value]) => [name, value.replaceAll('\0', '')]));
}

/** Headers are Latin-1, so a reason in another script comes percent-encoded. Null when there is none that counts. */
function reasonOf(request: FastifyRequest): string | null {
  const header = request.headers[REASON_HEADER];
  if (typeof header !== 'string') return null;
  const reason = decoded(header).trim();
  // oxlint-disable-next-line no-control-regex
  const isReadable = !/[\u0000-\u001f]/.test(reason);
  return isReadable && reason.length >= REASON_MIN && reason.length <= REASON_MAX ? reason : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
