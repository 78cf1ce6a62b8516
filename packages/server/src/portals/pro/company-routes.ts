import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import {
  CompanyChangeList,
  CompanySettings,
  CompanySettingsPatch,
  CompanySettingsResult,
  PageQuery,
  RefusedAddressList,
} from '@hearthgate/wire';
import { listRefusedAddresses, readCompanyRecord } from '../../access/index.ts';
import { changeCompany, describeOwnCompany } from './change-company.ts';
import { memberOf } from './pro-gate.ts';

const IfMatch = Type.Object({ 'if-match': Type.Optional(Type.String({ pattern: '^"?[0-9]{1,9}"?$' })) });

/** What belongs to the company as such, for its members: programs with keys do not change it. */
export function addOwnCompanyRoutes(app: FastifyInstance): void {
  const config = { member: {} };
  const schema = { hide: true };

  app.get(
    '/pro/company',
    { config, schema: { ...schema, response: { 200: CompanySettings } } },
    async (request, reply) => {
      const company = await describeOwnCompany(memberOf(request));
      reply.header('etag', `"${company.version}"`);
      return company;
    },
  );

  app.patch<{ Body: CompanySettingsPatch; Headers: Type.Static<typeof IfMatch> }>(
    '/pro/company',
    {
      config: { member: { role: 'ADMIN' } },
      schema: {
        ...schema,
        headers: IfMatch,
        body: CompanySettingsPatch,
        response: { 200: CompanySettingsResult },
      },
    },
    async (request, reply) => {
      const ifMatch = request.headers['if-match'];
      const version = ifMatch === undefined ? undefined : Number(ifMatch.replaceAll('"', ''));
      const result = await changeCompany(memberOf(request), { patch: request.body, version });
      reply.header('etag', `"${result.company.version}"`);
      return result;
    },
  );

  app.get(
    '/pro/company/refused-addresses',
    { config: { member: { role: 'ADMIN' } }, schema: { ...schema, response: { 200: RefusedAddressList } } },
    (request) => listRefusedAddresses(memberOf(request)),
  );

  app.get<{ Querystring: PageQuery }>(
    '/pro/audit',
    { config, schema: { ...schema, querystring: PageQuery, response: { 200: CompanyChangeList } } },
    (request) => readCompanyRecord(memberOf(request), request.query),
  );
}
