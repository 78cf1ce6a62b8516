import type { FastifyInstance, FastifyRequest } from 'fastify';
import { API_MAJOR } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import { takeTokens, type BucketOf } from '../platform/limits/limits.ts';
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
  /** The answer carries a secret about the id in this field: it is never kept for a repeat. */
  readonly secretId?: string;
  /** The verb keeps idempotency keys itself, in the transaction of what it writes. */
  readonly ownIdempotency?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    partner?: PartnerRoute;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

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

/** The route's bucket and the company's ceiling, both or none. */
async function takeToken(
  access: Access,
  caller: Caller,
  request: FastifyRequest,
  route: PartnerRoute,
): Promise<Record<string, string>> {
  const contracts = await access.contractCounts.get(caller.companyId);
  const ceiling = { key: caller.companyId, policy: caller.plan.ceiling(contracts) };
  return takeTokens(access.companyLimits, [await bucketOf(access, caller, request, route), ceiling]);
}

async function bucketOf(
  access: Access,
  { companyId, plan }: Caller,
  request: FastifyRequest,
  route: PartnerRoute,
): Promise<BucketOf> {
  const params = paramsOf(request);
  const name = `${companyId} ${request.method} ${request.routeOptions.url}`;
  if (!('gatewayId' in params)) return { key: name, policy: plan.route };
  const contract = await contractOf(access, companyId, params['gatewayId'] ?? '');
  const known =
    contract &&
    (route.variablesExist === undefined || (await route.variablesExist(contract.gateway_id, params)));
  return { key: known ? `${name} ${Object.values(params).join(' ')}` : `${name} ?`, policy: plan.gateway };
}
