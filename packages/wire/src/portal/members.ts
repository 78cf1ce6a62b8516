import Type from 'typebox';
import { Language, Timestamp, ours } from '../partner/common.ts';
import { CompanyStatus } from '../operator/companies.ts';

/** `VIEWER` reads, `STAFF` also changes systems and contracts, `ADMIN` also keys, webhooks, settings and members. */
export const MemberRole = Type.Enum(['ADMIN', 'STAFF', 'VIEWER'], {
  description:
    '`VIEWER` reads; `STAFF` also changes systems and contracts; `ADMIN` also keys, webhooks, settings and members.',
});
export type MemberRole = Type.Static<typeof MemberRole>;

/** Somebody who signs in to the pro portal for a company. */
export const Member = Type.Object(
  {
    memberId: Type.String(),
    email: Type.String(),
    name: Type.String(),
    role: MemberRole,
    language: Language,
    since: Timestamp,
  },
  { ...ours, title: 'Member' },
);
export type Member = Type.Static<typeof Member>;

/** `GET /pro/me`. */
export const MemberSelf = Type.Object(
  {
    memberId: Type.String(),
    email: Type.String(),
    name: Type.String(),
    role: MemberRole,
    language: Language,
    secondFactor: Type.Boolean({ description: 'Was this session begun with one, or with a passkey?' }),
    company: Type.Object({
      companyId: Type.String(),
      name: Type.String(),
      status: CompanyStatus,
      languages: Type.Array(Language),
    }),
  },
  { ...ours, title: 'MemberSelf' },
);
export type MemberSelf = Type.Static<typeof MemberSelf>;

/** An invitation that nobody has accepted yet. */
export const MemberInvitation = Type.Object(
  { invitationId: Type.String(), email: Type.String(), role: MemberRole, expiresAt: Timestamp },
  { ...ours, title: 'MemberInvitation' },
);
export type MemberInvitation = Type.Static<typeof MemberInvitation>;

/** The same with its link, which is told once. */
export const MemberInvited = Type.Object(
  { ...MemberInvitation.properties, joinUrl: Type.String(), mailSent: Type.Boolean() },
  { ...ours, title: 'MemberInvited' },
);
export type MemberInvited = Type.Static<typeof MemberInvited>;

/** What the page behind the link shows before somebody accepts. */
export const OpenedMemberInvitation = Type.Object(
  { companyName: Type.String(), email: Type.String(), role: MemberRole, expiresAt: Timestamp },
  { ...ours, title: 'OpenedMemberInvitation' },
);
export type OpenedMemberInvitation = Type.Static<typeof OpenedMemberInvitation>;
