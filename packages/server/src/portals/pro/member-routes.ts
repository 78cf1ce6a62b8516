import type { FastifyInstance } from 'fastify';
import type Type from 'typebox';
import { changeMemberRole, changeSelf, describeSelf, listMembers, removeMember } from '../../access/index.ts';
import type { Portals } from '../portals.ts';
import { memberOf } from './pro-gate.ts';
import { MemberPath, RoleBody, SelfBody } from './schemas.ts';

type MemberParams = { Params: Type.Static<typeof MemberPath> };

/** The member, and the others of the company. */
export function addMemberRoutes(app: FastifyInstance, { members }: Portals): void {
  const config = { member: {} };
  const schema = { hide: true };

  app.get('/pro/me', { config, schema }, async (request) => {
    const member = memberOf(request);
    return { ...(await describeSelf(member)), secondFactor: member.session.secondFactor };
  });
  app.patch<{ Body: Type.Static<typeof SelfBody> }>(
    '/pro/me',
    { config, schema: { ...schema, body: SelfBody } },
    async (request) => {
      const member = memberOf(request);
      await changeSelf(member, request.body);
      return { ...(await describeSelf(member)), secondFactor: member.session.secondFactor };
    },
  );

  app.get('/pro/members', { config, schema }, async (request) => ({
    items: await listMembers(memberOf(request)),
  }));
  app.patch<MemberParams & { Body: Type.Static<typeof RoleBody> }>(
    '/pro/members/:memberId',
    { config: { member: { role: 'ADMIN' } }, schema: { ...schema, params: MemberPath, body: RoleBody } },
    (request) => changeMemberRole(memberOf(request), { ...request.params, ...request.body }),
  );
  // Everybody may leave; the verb refuses to remove others.
  app.delete<MemberParams>(
    '/pro/members/:memberId',
    { config, schema: { ...schema, params: MemberPath } },
    async (request, reply) => {
      await removeMember(memberOf(request), request.params, (unit, id) => members.removeUser(unit, id));
      return reply.code(204).send();
    },
  );
}
