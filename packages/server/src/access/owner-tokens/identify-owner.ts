import type { IncomingHttpHeaders } from 'node:http';
import type { ProblemCode } from '@hearthgate/wire';
import type { Access } from '../access.ts';
import type { OwnerCaller } from '../caller.ts';
import { hashSecret } from '../keys/secret-text.ts';
import type { Stranger } from '../stranger.ts';
import { OWNER_TOKEN, OWNER_TOKEN_PREFIX } from './owner-token.ts';

/** The plan whose limits count for each owner. */
export const OWNERS_PLAN = 'reference';

/** The token of a request that brings no API key; other uses of the header are nobody's matter here. */
export function ownerTokenOf(headers: IncomingHttpHeaders): string | undefined {
  const [scheme = '', token = ''] = (headers.authorization ?? '').split(' ');
  const isOwners = scheme.toLowerCase() === 'bearer' && token.startsWith(`${OWNER_TOKEN_PREFIX}_`);
  return isOwners && headers['x-api-key'] === undefined ? token : undefined;
}

/** `expired` is told only to who holds the right secret; a deleted token is unknown. */
export async function identifyOwner(access: Access, token: string, stranger: Stranger): Promise<OwnerCaller> {
  const refuse = (code: ProblemCode) => stranger.refuse(code, 'Bearer');
  if (OWNER_TOKEN.idOf(token) === undefined) return refuse('owner-token-malformed');
  // Found by the hash of its whole text, as API keys are.
  const hash = hashSecret(token).toString('hex');
  if (!access.ownerTokensByHash.has(hash)) await stranger.count();
  const known = await access.ownerTokensByHash.get(hash);
  if (!known) return refuse('owner-token-unknown');
  if (known.expires_at.getTime() <= access.clock.now()) return refuse('owner-token-expired');
  const { owner_id: ownerId, token_id: tokenId, language } = known;
  return {
    kind: 'OWNER',
    ownerId,
    tokenId,
    languages: [language],
    plan: await access.plans.get(OWNERS_PLAN),
  };
}
