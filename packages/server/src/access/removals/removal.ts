import { ClosedBy, ContractStatus } from '@hearthgate/wire';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Removal } from '../../platform/removals.ts';

const atMs = Type.Integer({ minimum: 0 });
const companyId = Type.String();
const gatewayId = Type.Integer();
const ownerId = Type.String();

/** Every right of this domain that can end before its time, as the journal outside the database keeps it. */
const AccessRemoval = Type.Union([
  Type.Object({ kind: Type.Literal('api-key'), atMs, companyId, keyId: Type.String() }),
  Type.Object({ kind: Type.Literal('owner-token'), atMs, ownerId, tokenId: Type.String() }),
  Type.Object({ kind: Type.Literal('member'), atMs, companyId, memberId: Type.String() }),
  Type.Object({ kind: Type.Literal('gateway-owner'), atMs, gatewayId, ownerId }),
  Type.Object({ kind: Type.Literal('owner'), atMs, ownerId }),
  Type.Object({
    kind: Type.Literal('company'),
    atMs,
    companyId,
    status: Type.Enum(['SUSPENDED', 'OFFBOARDED']),
  }),
  /** With its consent, which ends with it; a pause too. */
  Type.Object({
    kind: Type.Literal('contract'),
    atMs,
    companyId,
    gatewayId,
    status: ContractStatus,
    closedBy: Type.Union([ClosedBy, Type.Null()]),
    actor: Type.Enum(['OWNER', 'PARTNER', 'SYSTEM']),
  }),
]);
export type AccessRemoval = Type.Static<typeof AccessRemoval>;

export function isAccessRemoval(removal: Removal): removal is AccessRemoval {
  return Value.Check(AccessRemoval, removal);
}
