import type { FastifyInstance, FastifyRequest } from 'fastify';
import { API_MAJOR } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import { rateLimitHeaders, type BucketPolicy } from '../platform/limits/token-buckets.ts';
import type { Access } from './access.ts';
import { identifyCaller, type Caller } from './identify-caller.ts';
import { contractOf, requireAccess, type Need } from './require-access.ts';

/** How the gate treats a partner route. */
export interface PartnerRoute {
  /** What the call needs of the contract; only for routes with `gatewayId` in the path. */
  readonly need?: Need;
  /**
   * Do the path variables besides `gatewayId` exist? Only then they get a bucket of their own, so that inventing ids
   * neither evades a limit nor grows memory.
   */
  readonly variablesExist?: (gatewayId: number, params: Readonly<Record<string, string>>) => Promise<boolean>;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    partner?: PartnerRoute;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** The reference's limits: rate limit page, v1.28 and newer. */
const PER_GATEWAY: BucketPolicy = { name: 'gateway', burst: 3, refillMs: 2_000 };
const PER_ROUTE: BucketPolicy = { name: 'company', burst: 5, refillMs: 500 };
/** Ours: a ceiling that grows with the company's contracts. */
const CEILING_PER_CONTRACT_PER_SECOND = 2;
const CEILING_MIN_PER_SECOND = 50;

/**
 * Runs the documented order of checks before a body is read. The verbs repeat the access check as their first line:
 * this gate decides when a refusal is told, not whether.
 */
export function addPartnerGate(app: FastifyInstance, access: Access): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request, reply) => {
    const route = request.routeOptions.config.partner;
    if (!route) return;
    const caller = await identifyCaller(access, request.raw);
    request.caller = caller;
    request.companyLanguages = caller.languages;
    checkVersion(request);
    reply.headers(await takeToken(access, caller, request, route));
    if (route.need) await requireAccess(access, caller, gatewayIdOf(request), route.need);
  });
}

/** The caller that the gate let through. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error('the route is not behind the partner gate');
  return request.caller;
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

async function takeToken(
  access: Access,
  caller: Caller,
  request: FastifyRequest,
  route: PartnerRoute,
): Promise<Record<string, string>> {
  const ceiling = await ceilingOf(access, caller.companyId);
  const overall = access.companyBuckets.peek(caller.companyId, ceiling);
  const [key, policy] = await bucketOf(access, caller, request, route);
  const left = overall.allowed ? access.companyBuckets.take(key, policy) : overall;
  const shown = overall.allowed ? policy : ceiling;
  const headers = rateLimitHeaders(shown, left);
  if (!left.allowed) {
    const seconds = String(Math.ceil(left.nextMs / 1000));
    throw new AppError('rate-limit-exceeded', { policy: shown.name }, { ...headers, 'retry-after': seconds });
  }
  access.companyBuckets.take(caller.companyId, ceiling);
  return headers;
}

async function bucketOf(
  access: Access,
  caller: Caller,
  request: FastifyRequest,
  route: PartnerRoute,
): Promise<[string, BucketPolicy]> {
  const params = paramsOf(request);
  const name = `${caller.companyId} ${request.method} ${request.routeOptions.url}`;
  if (!('gatewayId' in params)) return [name, PER_ROUTE];
  const contract = await contractOf(access, caller.companyId, params['gatewayId'] ?? '');
  const known =
    contract &&
    (route.variablesExist === undefined || (await route.variablesExist(contract.gateway_id, params)));
  return [known ? `${name} ${Object.values(params).join(' ')}` : `${name} ?`, PER_GATEWAY];
}

async function ceilingOf(access: Access, companyId: string): Promise<BucketPolicy> {
  const contracts = await access.contractCounts.get(companyId);
  const perSecond = Math.max(CEILING_MIN_PER_SECOND, contracts * CEILING_PER_CONTRACT_PER_SECOND);
  return { name: 'ceiling', burst: perSecond, refillMs: 1000 / perSecond };
}
