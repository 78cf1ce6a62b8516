import { AppError } from '../../platform/app-error.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Access } from '../access.ts';
import type { OwnerContext } from '../owner.ts';
import { requireStanding } from '../owners/ensure-owner.ts';
import { endedToken } from '../removals/ended.ts';
import { OWNER_TOKEN } from './owner-token.ts';
import { deleteToken, insertToken, tokensOf, type OwnerTokenRow } from './store.ts';

/** Tokens of one owner, expired ones that were not deleted included. */
const TOKENS_MAX = 10;
const DAY_MS = 86_400_000;

/** Makes a token that reads the owner's systems; the text is given once and only its hash is kept. */
export async function createOwnerToken(
  { access, ownerId }: OwnerContext,
  input: { name: string; validDays: number },
): Promise<{ token: string; tokenId: string; expiresAt: Date }> {
  const now = access.clock.now();
  const expiresAt = new Date(now + input.validDays * DAY_MS);
  expiresAt.setUTCMilliseconds(0);
  const { id: tokenId, text: token, hash } = OWNER_TOKEN.make(now, expiresAt);
  await access.transact(async (unit) => {
    // Locks the account, so that two requests at once cannot both make the last one.
    await requireStanding(unit.tx, ownerId, 'UPDATE');
    const tokens = await tokensOf(unit.tx, ownerId);
    if (tokens.length >= TOKENS_MAX) throw new AppError('limit-reached', { maximum: TOKENS_MAX });
    const row = { owner_id: ownerId, token_id: tokenId, name: input.name, hash };
    await insertToken(unit.tx, { ...row, created_at: new Date(now), expires_at: expiresAt });
  });
  return { token, tokenId, expiresAt };
}

export function listOwnerTokens({ access, ownerId }: OwnerContext): Promise<OwnerTokenRow[]> {
  return tokensOf(access.db, ownerId);
}

/** All of them, when the account ends or comes to another person. */
export async function forgetOwnerTokens(access: Access, unit: UnitOfWork, ownerId: string): Promise<void> {
  for (const { token_id: tokenId, hash } of await tokensOf(unit.tx, ownerId)) {
    await deleteToken(unit.tx, ownerId, tokenId);
    unit.ended(endedToken(access, ownerId, tokenId));
    unit.changed(access.ownerTokensByHash, hash.toString('hex'));
  }
}

/** The next request with it is refused. */
export async function deleteOwnerToken(
  { access, ownerId }: OwnerContext,
  input: { tokenId: string },
): Promise<void> {
  await access.transact(async (unit) => {
    const token = await deleteToken(unit.tx, ownerId, input.tokenId);
    if (!token) throw new AppError('not-found');
    unit.ended(endedToken(access, ownerId, input.tokenId));
    unit.changed(access.ownerTokensByHash, token.hash.toString('hex'));
  });
}
