import type { Language, MemberRole } from '@hearthgate/wire';

/** A type, not an interface: only so Kysely takes it as a set of tables. */
export type MemberTables = {
  company_members: {
    company_id: string;
    /** Also the id of the account that signs in. */
    member_id: string;
    role: MemberRole;
    email: string;
    name: string;
    language: Language;
    since: Date;
  };
  member_invitations: {
    company_id: string;
    invitation_id: string;
    email: string;
    role: MemberRole;
    token_hash: Buffer;
    created_at: Date;
    expires_at: Date;
  };
};

export type MemberRow = MemberTables['company_members'];
export type MemberInvitationRow = MemberTables['member_invitations'];
