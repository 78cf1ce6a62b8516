import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { PageQuery } from '@hearthgate/wire';
import { page, readPage } from '../../platform/http/paging.ts';
import type { Portals } from '../portals.ts';
import { listAudit, type AuditRow } from './audit.ts';

const AuditQuery = Type.Object(
  {
    ...PageQuery.properties,
    operatorId: Type.Optional(Type.String({ pattern: '^opr_[0-9A-Za-z]{1,40}$' })),
    action: Type.Optional(Type.String({ pattern: '^[a-z.-]{1,60}$' })),
  },
  { additionalProperties: false },
);
type AuditQuery = Type.Static<typeof AuditQuery>;

/** The record of operators, newest first. */
export function addAuditRoutes(app: FastifyInstance, { db }: Portals): void {
  app.get<{ Querystring: AuditQuery }>(
    '/operator/audit',
    { config: { operator: { audit: 'audit.read' } }, schema: { hide: true, querystring: AuditQuery } },
    async (request) => {
      const { operatorId, action, ...query } = request.query;
      const wanted = readPage(query);
      const rows = await listAudit(db, {
        ...(operatorId !== undefined && { operatorId }),
        ...(action !== undefined && { action }),
        before: wanted.after,
        limit: wanted.limit,
      });
      return page(wanted, rows, ({ id }) => id, viewOf);
    },
  );
}

function viewOf(row: AuditRow) {
  const { id, action, target, address, reason, status, email } = row;
  return {
    id,
    at: row.at.toISOString(),
    operatorId: row.operator_id,
    email,
    action,
    target,
    address,
    requestId: row.request_id,
    reason,
    status,
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
