import Type from 'typebox';
import { Language, MemberRole } from '@hearthgate/wire';
import { AUDIENCES, PASSWORD_MAX } from '../sign-in/auth.ts';

const strict = { additionalProperties: false };
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Token = Type.String({ minLength: 1, maxLength: 100 });

export const SelfBody = Type.Object(
  { name: Type.Optional(Name), language: Type.Optional(Language) },
  { ...strict, minProperties: 1 },
);
export const RoleBody = Type.Object({ role: MemberRole }, strict);
export const InviteBody = Type.Object(
  { email: Type.String({ pattern: '^[^@\\s]{1,64}@[^@\\s]{1,189}$' }), role: MemberRole },
  strict,
);
export const OpenBody = Type.Object({ token: Token }, strict);
export const AcceptBody = Type.Object(
  {
    token: Token,
    password: Type.String({ minLength: AUDIENCES.member.passwordMin, maxLength: PASSWORD_MAX }),
    name: Name,
    language: Type.Optional(Language),
  },
  strict,
);
export const MemberPath = Type.Object({ memberId: Type.String({ pattern: '^mbr_[0-9A-Za-z]{1,40}$' }) });
export const InvitationPath = Type.Object({
  invitationId: Type.String({ pattern: '^mbi_[0-9A-Za-z]{1,40}$' }),
});
