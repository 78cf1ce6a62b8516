import type { Brand, Language, Scope } from '@hearthgate/wire';

/** What the owner decided. `RETURN`: nothing new, since a contract stands already. */
export type InvitationAnswer =
  | { readonly kind: 'REFUSE' }
  | { readonly kind: 'RETURN'; readonly ownerId: string; readonly gatewayId: number }
  | {
      readonly kind: 'SHARE';
      readonly ownerId: string;
      readonly gatewayId: number;
      readonly language: Language;
      readonly consentVersion: string;
      readonly scope: Scope;
      readonly validUntil?: string;
    };

export type InvitationTables = {
  invitations: {
    invitation_id: string;
    token_hash: Buffer;
    company_id: string;
    brand: Brand | null;
    redirect_uri: string;
    session_id: string;
    partner_user_id: string | null;
    created_at: Date;
    expires_at: Date;
    used_at: Date | null;
    answer: InvitationAnswer | null;
    return_url: string | null;
  };
};
export type InvitationRow = InvitationTables['invitations'];
