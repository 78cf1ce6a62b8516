import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import {
  AdministratorLink,
  CompanyDetail,
  CompanyId,
  CompanyList,
  CompanyStatus,
  CompanySummary,
  FirstKeyLink,
  Onboarding,
  OnboardingResult,
  OnboardingState,
  Reason,
  RefusedAddressList,
  ours,
} from '@hearthgate/wire';
import {
  companySummary,
  listCompanies,
  readCompany,
  renewAdministratorLink,
  renewFirstKeyLink,
} from '../../access/index.ts';
import { describeCompany, offboardCompany, resumeCompany, suspendCompany } from './change-company.ts';
import { onboardCompany, readOnboarding, type OperatorContext } from './onboard-company.ts';
import { pageOfIds, readIdPage } from '../../platform/http/page-of-ids.ts';
import { addOperatorRegistrationRoutes, audited } from './registration-routes.ts';

const tags = ['Companies'];
const Path = Type.Object({ companyId: CompanyId });
type Path = Type.Static<typeof Path>;
const Query = Type.Object(
  {
    status: Type.Optional(CompanyStatus),
    cursor: Type.Optional(CompanyId),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  { additionalProperties: false },
);
const DryRun = Type.Object({ dryRun: Type.Optional(Type.Boolean()) }, { additionalProperties: false });
const IfMatch = Type.Object({ 'if-match': Type.Optional(Type.String({ pattern: '^"?[0-9]{1,9}"?$' })) });

/** Companies from application to offboarding, for the operators' port: its gate has let an operator in before. */
export function addCompanyRoutes(app: FastifyInstance, context: OperatorContext): void {
  const { access } = context;
  addOperatorRegistrationRoutes(app, context);

  app.get<{ Querystring: Type.Static<typeof Query> }>(
    '/operator/companies',
    {
      config: audited('company.list'),
      schema: { tags, summary: 'Companies', ...ours, querystring: Query, response: { 200: CompanyList } },
    },
    async ({ query }) => {
      const wanted = readIdPage(query);
      const rows = await listCompanies(access.db, { status: query.status, ...wanted });
      return pageOfIds(wanted, rows.map(companySummary), (item) => item.companyId);
    },
  );

  app.get<{ Params: Path }>(
    '/operator/companies/:companyId',
    {
      config: audited('company.read'),
      schema: { tags, summary: 'One company', ...ours, params: Path, response: { 200: CompanyDetail } },
    },
    ({ params }) => describeCompany(context, params.companyId),
  );

  app.get<{ Params: Path }>(
    '/operator/companies/:companyId/onboarding',
    {
      config: audited('company.read-onboarding'),
      schema: {
        tags,
        summary: 'The onboarding document',
        description: '`version`, also as `ETag`, is what a change names in `If-Match`.',
        ...ours,
        params: Path,
        response: { 200: OnboardingState },
      },
    },
    async ({ params }, reply) => {
      const state = await readOnboarding(context, params.companyId);
      reply.header('etag', `"${state.version}"`);
      return state;
    },
  );

  app.put<{
    Params: Path;
    Querystring: Type.Static<typeof DryRun>;
    Body: Onboarding;
    Headers: Type.Static<typeof IfMatch>;
  }>(
    '/operator/companies/:companyId/onboarding',
    {
      config: audited('company.onboard'),
      schema: {
        tags,
        summary: 'Onboard the company, or change its onboarding',
        description:
          'All or nothing. With `dryRun=true` it answers what would change and writes nothing; else `If-Match` names the ' +
          'version that was read. The first time the answer carries the links to the first key and for the administrator.',
        ...ours,
        params: Path,
        querystring: DryRun,
        headers: IfMatch,
        body: Onboarding,
        response: { 200: OnboardingResult },
      },
    },
    async ({ params, query, headers, body }, reply) => {
      const ifMatch = headers['if-match'];
      const result = await onboardCompany(context, {
        companyId: params.companyId,
        document: body,
        version: ifMatch === undefined ? undefined : Number(ifMatch.replaceAll('"', '')),
        dryRun: query.dryRun === true,
      });
      reply.header('etag', `"${result.version}"`);
      return result;
    },
  );

  app.post<{ Params: Path }>(
    '/operator/companies/:companyId/first-key-link',
    {
      config: audited('company.first-key-link'),
      schema: {
        tags,
        summary: 'A new link for the administrator; the old one dies',
        ...ours,
        params: Path,
        response: { 201: FirstKeyLink },
      },
    },
    async ({ params }, reply) => reply.code(201).send(await renewFirstKeyLink(access, params.companyId)),
  );

  app.post<{ Params: Path }>(
    '/operator/companies/:companyId/administrator-link',
    {
      config: audited('company.administrator-link'),
      schema: {
        tags,
        summary: 'A new link with which the administrator signs in; the old one dies',
        description: 'Who accepts it sets a new password, also where the account exists.',
        ...ours,
        params: Path,
        response: { 201: AdministratorLink },
      },
    },
    async ({ params }, reply) => reply.code(201).send(await renewAdministratorLink(access, params.companyId)),
  );

  app.get<{ Params: Path }>(
    '/operator/companies/:companyId/refused-addresses',
    {
      config: audited('company.refused-addresses'),
      schema: {
        tags,
        summary: 'Addresses from which calls came that the list does not hold',
        ...ours,
        params: Path,
        response: { 200: RefusedAddressList },
      },
    },
    async ({ params }) => {
      const { company_id: companyId } = await readCompany(access, params.companyId);
      return access.refusedAddresses.list(companyId);
    },
  );

  const summaryOf = (summary: string) => ({
    tags,
    summary,
    ...ours,
    params: Path,
    response: { 200: CompanySummary },
  });
  app.post<{ Params: Path; Body: Reason }>(
    '/operator/companies/:companyId/suspend',
    {
      config: audited('company.suspend'),
      schema: { ...summaryOf('Refuse every call and hold deliveries, at once'), body: Reason },
    },
    ({ params, body }) => suspendCompany(context, { ...params, ...body }),
  );
  app.post<{ Params: Path }>(
    '/operator/companies/:companyId/resume',
    { config: audited('company.resume'), schema: summaryOf('Let a suspended company go on') },
    ({ params }) => resumeCompany(context, params),
  );
  app.post<{ Params: Path; Body: Reason }>(
    '/operator/companies/:companyId/offboard',
    {
      config: audited('company.offboard'),
      schema: { ...summaryOf('End the company for good'), body: Reason },
    },
    ({ params, body }) => offboardCompany(context, { ...params, ...body }),
  );
}
