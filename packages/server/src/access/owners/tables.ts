import type { Brand, Language } from '@hearthgate/wire';

/** The main owner decides who else has the gateway; co-owners see and share it as well. */
export type OwnerRole = 'MAIN' | 'CO_OWNER';
export type OfferKind = 'CO_OWNER' | 'TRANSFER';

/** A type, not an interface: only so Kysely takes it as a set of tables. */
export type OwnerTables = {
  owners: { owner_id: string; email: string; language: Language; created_at: Date };
  claims: { gateway_id: number; brand: Brand; data_from: Date };
  gateway_owners: { gateway_id: number; owner_id: string; role: OwnerRole; since: Date };
  owner_offers: {
    gateway_id: number;
    offer_id: string;
    kind: OfferKind;
    email: string;
    offered_by: string;
    code_hash: Buffer;
    created_at: Date;
    expires_at: Date;
  };
};

export type OwnerRow = OwnerTables['owners'];
export type OfferRow = OwnerTables['owner_offers'];

/** A gateway and who has it. */
export interface Claim {
  readonly gatewayId: number;
  readonly brand: Brand;
  /** When the present owners got it: nothing older is shown to them, nor to whom they share it with. */
  readonly dataFrom: Date;
  /** Who has had it longest comes first. */
  readonly owners: readonly Member[];
}

export interface Member {
  readonly ownerId: string;
  readonly role: OwnerRole;
  readonly since: Date;
}
