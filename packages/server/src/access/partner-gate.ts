import type { FastifyInstance, FastifyRequest } from 'fastify';
import { API_MAJOR, type MemberRole } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import { soonHook } from '../platform/http/soon-hook.ts';
import { takeTokens, type BucketOf } from '../platform/limits/limits.ts';
import { andThen, type Soon } from '../platform/soon.ts';
import type { Access } from './access.ts';
import {
  accountOf,
  actorOf,
  personOf,
  requireChanging,
  requireCompany,
  type Caller,
  type ChangingCaller,
  type CompanyCaller,
} from './caller.ts';
import { identifyCaller } from './identify-caller.ts';
import { neededRole, requireRole } from './members/role.ts';
import { isReadMethod } from './persons/own-page.ts';
import { takePersonToken } from './persons/person-limit.ts';
import {
  contractOf,
  isContractLoaded,
  ownClaimOf,
  requireAccess,
  type Grant,
  type Need,
} from './require-access.ts';

/** How the gate treats a partner route. */
export interface PartnerRoute {
  /** What the call needs of the contract; only for routes with `gatewayId` in the path. */
  readonly need?: Need;
  /**
   * Do the path variables besides `gatewayId` exist? Only then they get a bucket of their own, so that inventing ids
   * neither evades a limit nor grows memory.
   */
  readonly variablesExist?: (gatewayId: number, params: Readonly<Record<string, string>>) => Soon<boolean>;
  /** The least role of a member, where it is not the one that `neededRole` says. */
  readonly role?: MemberRole;
  /** A limit of its own in place of that of its path. */
  readonly limit?: 'timeProgram';
  /** The answer carries a secret about the id in this field: it is never kept for a repeat. */
  readonly secretId?: string;
  /** The verb keeps idempotency keys itself, in the transaction of what it writes; where it depends on the gateway, it says when. */
  readonly ownIdempotency?:
    | boolean
    | ((gatewayId: number, params: Readonly<Record<string, string>>) => Promise<boolean>);
}

declare module 'fastify' {
  interface FastifyContextConfig {
    partner?: PartnerRoute;
  }
  interface FastifyRequest {
    caller: Caller | null;
    /** What the gate found, for a route with a need. */
    grant: Grant | null;
  }
}

/**
 * Runs the documented order of checks before a body is read. The verbs repeat the access check as their first line:
 * this gate decides when a refusal is told, not whether.
 */
export function addPartnerGate(app: FastifyInstance, access: Access): void {
  app.decorateRequest('caller', null);
  app.decorateRequest('grant', null);
  app.addHook(
    'onRequest',
    soonHook((request, reply) => {
      const route = request.routeOptions.config.partner;
      if (!route) return;
      return andThen(identifyCaller(access, request.raw), (caller) => {
        request.caller = caller;
        request.companyLanguages = caller.languages;
        requireOpen(caller, request, route);
        checkVersion(request);
        return andThen(takeToken(access, caller, request, route), (headers) => {
          reply.headers(headers);
          if (!route.need) return;
          const granted = requireAccess(access, caller, gatewayIdOf(request), route.need);
          return andThen(granted, (grant) => {
            request.grant = grant;
          });
        });
      });
    }),
  );
  app.addHook('onResponse', (request, reply, done) => {
    if (reply.statusCode < 300) noteRead(access, request);
    done();
  });
}

/** The caller that the gate let through. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error('the route is not behind the partner gate');
  return request.caller;
}

/** The same for a route that serves companies alone. */
export function companyOf(request: FastifyRequest): CompanyCaller {
  return requireCompany(callerOf(request));
}

/** The same for a route that changes a system. */
export function changerOf(request: FastifyRequest): ChangingCaller {
  return requireChanging(callerOf(request));
}

/** What of the API is open: all to a key, what the role allows to a member, systems to an owner, and to a token to read. */
function requireOpen(caller: Caller, request: FastifyRequest, { role }: PartnerRoute): void {
  const { method } = request;
  const { url = '' } = request.routeOptions;
  if (caller.kind === 'COMPANY') {
    if (caller.member) requireRole(caller.member.role, neededRole({ method, url, role }));
    return;
  }
  const isSystems = /^\/hvacs(\/|$)/.test(url);
  if (caller.tokenId !== null) {
    if (!isSystems || !isReadMethod(method)) throw new AppError('read-only-token');
  } else if (!isSystems) {
    throw new AppError('role-required', { role: neededRole({ method, url, role }) });
  }
}

/** For the owner's record; the contract itself is no data of the owner. */
function noteRead(access: Access, request: FastifyRequest): void {
  const { caller, grant } = request;
  const { url = '', config } = request.routeOptions;
  if (!caller || !grant || !isReadMethod(request.method) || config.partner?.need === 'contract') return;
  const { gatewayId, dataFrom } = grant;
  const operation = operationOf(request.method, url);
  access.reads.note({ gatewayId, dataFrom, actor: actorOf(caller), operation });
}

/** As many as there are routes. */
const operations = new Map<string, string>();

/** A route as OpenAPI and the owner's record name it. */
export function operationOf(method: string, url: string): string {
  const name = `${method} ${url}`;
  const known = operations.get(name);
  if (known !== undefined) return known;
  const operation = name.replaceAll(/:([^/]+)/g, '{$1}');
  operations.set(name, operation);
  return operation;
}

function checkVersion(request: FastifyRequest): void {
  const version = request.headers['x-api-version'];
  if (version !== undefined && version !== API_MAJOR) {
    throw new AppError('version-unsupported', { supported: [API_MAJOR] });
  }
}

function gatewayIdOf(request: FastifyRequest): string {
  return paramsOf(request)['gatewayId'] ?? '';
}

function paramsOf(request: FastifyRequest): Readonly<Record<string, string>> {
  return request.params as Readonly<Record<string, string>>;
}

/** Of a person the one bucket; else the route's bucket and the ceiling of all calls, both or none. */
function takeToken(
  access: Access,
  caller: Caller,
  request: FastifyRequest,
  route: PartnerRoute,
): Soon<Record<string, string>> {
  const person = personOf(caller);
  if (person !== undefined) return takePersonToken(access, person);
  const counted = caller.kind === 'OWNER' ? 0 : access.contractCounts.soon(caller.companyId);
  return andThen(counted, (contracts) => {
    const ceiling = { key: accountOf(caller), policy: caller.plan.ceiling(contracts) };
    const take = () =>
      andThen(bucketOf(access, caller, request, route), (bucket) =>
        takeTokens(access.companyLimits, [bucket, ceiling]),
      );
    // Gateway ids can be invented at no cost, so the database is asked for contracts no more often than the ceiling allows.
    if (caller.kind === 'OWNER' || isContractLoaded(access, caller.companyId, gatewayIdOf(request)))
      return take();
    return andThen(takeTokens(access.companyLimits, [{ ...ceiling, key: `${ceiling.key} look-up` }]), take);
  });
}

function bucketOf(
  access: Access,
  caller: Caller,
  request: FastifyRequest,
  route: PartnerRoute,
): Soon<BucketOf> {
  const { plan } = caller;
  const params = paramsOf(request);
  const name = `${accountOf(caller)} ${request.method} ${request.routeOptions.url}`;
  if (!('gatewayId' in params)) return { key: name, policy: plan.route };
  const policy = plan[route.limit ?? 'gateway'];
  const isKnown = andThen(knownGateway(access, caller, params['gatewayId'] ?? ''), (gatewayId) => {
    if (gatewayId === undefined) return false;
    return route.variablesExist?.(gatewayId, params) ?? true;
  });
  return andThen(isKnown, (known) => ({
    key: known ? `${name} ${Object.values(params).join(' ')}` : `${name} ?`,
    policy,
  }));
}

/** A gateway with which the caller has to do, whatever is allowed now; invented ids are not known. */
function knownGateway(access: Access, caller: Caller, named: string): Soon<number | undefined> {
  if (caller.kind === 'OWNER')
    return andThen(ownClaimOf(access, caller.ownerId, named), (claim) => claim?.gatewayId);
  return andThen(contractOf(access, caller.companyId, named), (contract) => contract?.gateway_id);
}
