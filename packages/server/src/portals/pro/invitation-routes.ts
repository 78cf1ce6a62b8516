import type { FastifyInstance } from 'fastify';
import type Type from 'typebox';
import { chooseLanguage } from '@hearthgate/wire';
import {
  inviteMember,
  listMemberInvitations,
  openMemberInvitation,
  withdrawMemberInvitation,
} from '../../access/index.ts';
import type { Portals } from '../portals.ts';
import { deviceOf } from '../sign-in/context.ts';
import { acceptedLanguages } from '../sign-in/accepted-languages.ts';
import { acceptMemberInvitation } from './accept-member-invitation.ts';
import { memberOf } from './pro-gate.ts';
import { AcceptBody, InvitationPath, InviteBody, OpenBody } from './schemas.ts';

/** How somebody becomes a member: an administrator makes a link, and who has it sets a password. */
export function addInvitationRoutes(app: FastifyInstance, portals: Portals): void {
  const { access } = portals;
  const schema = { hide: true };
  const config = { member: { role: 'ADMIN' } } as const;
  const open = { member: { isOpen: true } };

  app.get('/pro/invitations', { config, schema }, async (request) => ({
    items: await listMemberInvitations(memberOf(request)),
  }));
  app.post<{ Body: Type.Static<typeof InviteBody> }>(
    '/pro/invitations',
    { config, schema: { ...schema, body: InviteBody } },
    async (request, reply) => reply.code(201).send(await inviteMember(memberOf(request), request.body)),
  );
  app.delete<{ Params: Type.Static<typeof InvitationPath> }>(
    '/pro/invitations/:invitationId',
    { config, schema: { ...schema, params: InvitationPath } },
    async (request, reply) => {
      await withdrawMemberInvitation(memberOf(request), request.params);
      return reply.code(204).send();
    },
  );

  app.post<{ Body: Type.Static<typeof OpenBody> }>(
    '/pro/invitations/open',
    { config: open, schema: { ...schema, body: OpenBody } },
    (request) => openMemberInvitation(access, request.body.token),
  );
  app.post<{ Body: Type.Static<typeof AcceptBody> }>(
    '/pro/invitations/accept',
    { config: open, schema: { ...schema, body: AcceptBody } },
    async (request, reply) => {
      const language = request.body.language ?? chooseLanguage(acceptedLanguages(request));
      await portals.members.countAttempt(request);
      const { headers, memberId } = await acceptMemberInvitation(
        portals,
        { ...request.body, language },
        deviceOf(request),
      );
      reply.code(201).header('set-cookie', headers.getSetCookie());
      return { next: 'done', memberId };
    },
  );
}
