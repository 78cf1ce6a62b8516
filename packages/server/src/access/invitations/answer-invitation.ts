import { AppError } from '../../platform/app-error.ts';
import type { Access } from '../access.ts';
import { hasEnded, statusAt } from '../contract-machine.ts';
import { requireClaim, type OwnerContext } from '../owner.ts';
import { shareGateway } from '../share-gateway.ts';
import { findContract } from '../store.ts';
import type { ContractRow } from '../tables.ts';
import { transitionNotAllowed } from '../write-contract.ts';
import { readInvitation } from './read-invitation.ts';
import { returnUrl } from './return-url.ts';
import { dropAnswer, keepAnswer, keepReturnUrl } from './store.ts';
import type { InvitationAnswer, InvitationRow } from './tables.ts';

type Accepted = Exclude<InvitationAnswer, { kind: 'REFUSE' }>;
type WithoutOwner<T> = T extends unknown ? Omit<T, 'ownerId'> : never;

/**
 * The owner shares a gateway with the company, or goes back with the contract that stands; where a contract stands,
 * sharing is 409. Answers where the owner goes back to: after a first answer always the same address.
 */
export async function acceptInvitation(
  { access, ownerId }: OwnerContext,
  input: { readonly token: string; readonly answer: WithoutOwner<Accepted> },
): Promise<string> {
  const { gatewayId } = input.answer;
  await requireClaim({ access, ownerId }, gatewayId);
  const { company } = await readInvitation(access, input.token);
  const contract = await findContract(access.db, company.company_id, gatewayId);
  // Read after the contract: a contract that this invitation has made is the end of it, not in its way.
  const { row } = await readInvitation(access, input.token);
  const status = contract && statusAt(contract, access.clock.now());
  if (row.used_at === null && input.answer.kind === 'SHARE' && status && !hasEnded(status))
    throw transitionNotAllowed(status, { actor: 'OWNER', action: 'SHARE' });
  return answer(access, row, { ...input.answer, ownerId }, ownerId);
}

/** The owner shares nothing; whoever holds the token may say so, since nothing of an account is touched. */
export async function refuseInvitation(
  access: Access,
  input: { readonly token: string; readonly ownerId: string | null },
): Promise<string> {
  const { row } = await readInvitation(access, input.token);
  return answer(access, row, { kind: 'REFUSE' }, input.ownerId);
}

/** Of two answers at once the first is kept, and both carry it out: every step of that may be repeated. */
async function answer(
  access: Access,
  before: InvitationRow,
  wished: InvitationAnswer,
  ownerId: string | null,
): Promise<string> {
  if (before.return_url !== null) return before.return_url;
  const row =
    before.used_at === null
      ? await keepAnswer(access.db, before.invitation_id, wished, new Date(access.clock.now()))
      : before;
  if (row.return_url !== null) return row.return_url;
  const kept = row.answer ?? wished;
  if (kept.kind === 'REFUSE') return finish(access, row, { error: 'access_denied' });
  if (kept.ownerId !== ownerId) throw new AppError('not-found');
  try {
    const contract = await carryOut(access, row, kept);
    const contractStatus = statusAt(contract, access.clock.now());
    return await finish(access, row, { gatewayId: String(kept.gatewayId), contractStatus });
  } catch (error) {
    // A refusal will not become a yes by itself, so the owner may answer anew; after a fault a repeat goes on from here.
    if (error instanceof AppError) await dropAnswer(access.db, row.invitation_id);
    throw error;
  }
}

async function carryOut(access: Access, row: InvitationRow, kept: Accepted): Promise<ContractRow> {
  const { ownerId, gatewayId } = kept;
  const companyId = row.company_id;
  if (kept.kind === 'SHARE') {
    try {
      return await shareGateway(
        { access, ownerId },
        {
          companyId,
          gatewayId,
          language: kept.language,
          consentVersion: kept.consentVersion,
          scope: kept.scope,
          initiatedBy: 'PARTNER',
          ...(kept.validUntil !== undefined && { validUntil: new Date(kept.validUntil) }),
          ...(row.partner_user_id !== null && { partnerUserId: row.partner_user_id }),
        },
      );
    } catch (error) {
      // The other of two at once, or this answer before a fault, has made the contract.
      if (!(error instanceof AppError && error.code === 'transition-not-allowed')) throw error;
    }
  }
  // Not from the cache: of two at once one sees the other's contract before the cache is told of it.
  const contract = await findContract(access.db, companyId, gatewayId);
  if (!contract) throw new AppError('not-found');
  return contract;
}

async function finish(
  access: Access,
  row: InvitationRow,
  said: Readonly<Record<string, string>>,
): Promise<string> {
  const url = returnUrl(await access.ledger.signers.newest(access.db), row, said);
  return keepReturnUrl(access.db, row.invitation_id, url, new Date(access.clock.now()));
}
