import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { listPlans, setCompanyPlan, setPlan } from '../../access/index.ts';
import type { Portals } from '../portals.ts';

const strict = { additionalProperties: false };
const PlanName = Type.String({ pattern: '^[a-z0-9-]{1,40}$' });
const CompanyId = Type.String({ pattern: '^cmp_[0-9A-Za-z]{1,40}$' });
/** Far above what a server answers, so that a typing error is noticed. */
const Count = Type.Integer({ minimum: 1, maximum: 100_000 });
const RefillMs = Type.Integer({ minimum: 1, maximum: 3_600_000 });
const Limits = Type.Object(
  {
    gatewayBurst: Count,
    gatewayRefillMs: RefillMs,
    routeBurst: Count,
    routeRefillMs: RefillMs,
    timeProgramBurst: Count,
    timeProgramRefillMs: RefillMs,
    applianceBurst: Count,
    appliancePerHour: Count,
    ceilingPerSecond: Count,
    ceilingPerContractPerSecond: Type.Integer({ minimum: 0, maximum: 100_000 }),
  },
  strict,
);
const PlanPath = Type.Object({ plan: PlanName });
const CompanyPath = Type.Object({ companyId: CompanyId });
const CompanyPlan = Type.Object({ plan: PlanName }, strict);

export function addPlanRoutes(app: FastifyInstance, { access }: Portals): void {
  app.get(
    '/operator/plans',
    { config: { operator: { audit: 'plan.list' } }, schema: { hide: true } },
    async () => ({ items: await listPlans(access), nextCursor: null }),
  );

  app.put<{ Params: Type.Static<typeof PlanPath>; Body: Type.Static<typeof Limits> }>(
    '/operator/plans/:plan',
    { config: { operator: { audit: 'plan.set' } }, schema: { hide: true, params: PlanPath, body: Limits } },
    (request) => setPlan(access, { plan: request.params.plan, ...request.body }),
  );

  app.put<{ Params: Type.Static<typeof CompanyPath>; Body: Type.Static<typeof CompanyPlan> }>(
    '/operator/companies/:companyId/plan',
    {
      config: { operator: { audit: 'company.set-plan' } },
      schema: { hide: true, params: CompanyPath, body: CompanyPlan },
    },
    (request) => setCompanyPlan(access, { ...request.params, ...request.body }),
  );
}
