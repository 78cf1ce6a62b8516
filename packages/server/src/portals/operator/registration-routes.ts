import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { Reason, Registration, RegistrationList, RegistrationStatus, ours } from '@hearthgate/wire';
import {
  approveRegistration,
  findRegistration,
  listRegistrations,
  refuseRegistration,
  registrationView,
} from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { OperatorContext } from './onboard-company.ts';
import type { OperatorRoute } from './operator-gate.ts';
import { pageOfIds, readIdPage } from '../../platform/http/page-of-ids.ts';

const tags = ['Registrations'];
const RegistrationId = Type.String({ pattern: '^reg_[0-9A-Za-z]{1,40}$' });
const Path = Type.Object({ registrationId: RegistrationId });
type Path = Type.Static<typeof Path>;
const Query = Type.Object(
  {
    status: Type.Optional(RegistrationStatus),
    cursor: Type.Optional(RegistrationId),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  { additionalProperties: false },
);

/** What a route of the operators' port declares: the name under which the audit keeps its calls. */
export function audited(audit: string): { operator: OperatorRoute } {
  return { operator: { audit } };
}

/** Operators decide on applications. */
export function addOperatorRegistrationRoutes(app: FastifyInstance, { access }: OperatorContext): void {
  app.get<{ Querystring: Type.Static<typeof Query> }>(
    '/operator/registrations',
    {
      config: audited('registration.list'),
      schema: {
        tags,
        summary: 'Applications',
        ...ours,
        querystring: Query,
        response: { 200: RegistrationList },
      },
    },
    async ({ query }) => {
      const wanted = readIdPage(query);
      const rows = await listRegistrations(access.db, { status: query.status, ...wanted });
      return pageOfIds(wanted, rows.map(registrationView), (item) => item.registrationId);
    },
  );

  app.get<{ Params: Path }>(
    '/operator/registrations/:registrationId',
    {
      config: audited('registration.read'),
      schema: { tags, summary: 'One application', ...ours, params: Path, response: { 200: Registration } },
    },
    async ({ params }) => {
      const row = await findRegistration(access.db, params.registrationId);
      if (!row) throw new AppError('not-found');
      return registrationView(row);
    },
  );

  app.post<{ Params: Path }>(
    '/operator/registrations/:registrationId/approve',
    {
      config: audited('registration.approve'),
      schema: {
        tags,
        summary: 'Approve: makes the company, without API access',
        ...ours,
        params: Path,
        response: { 200: Registration },
      },
    },
    ({ params }) => approveRegistration(access, params),
  );

  app.post<{ Params: Path; Body: Reason }>(
    '/operator/registrations/:registrationId/refuse',
    {
      config: audited('registration.refuse'),
      schema: {
        tags,
        summary: 'Refuse; the applicant reads the reason',
        ...ours,
        params: Path,
        body: Reason,
        response: { 200: Registration },
      },
    },
    ({ params, body }) => refuseRegistration(access, { ...params, ...body }),
  );
}
