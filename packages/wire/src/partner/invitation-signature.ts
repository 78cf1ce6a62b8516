import { createPublicKey, verify } from 'node:crypto';
import type { PublicKeys } from './consent-receipts.ts';
import type { ContractStatus } from './contracts.ts';

/** Parameters that an invitation adds to the company's return address, in this order; `signature` is always the last. */
export const INVITATION_RETURN_PARAMETERS = [
  'gatewayId',
  'contractStatus',
  'error',
  'sessionId',
  'timestamp',
  'kid',
  'signature',
] as const;

/** What stands between the signed part of the query and its signature. */
export const INVITATION_SIGNATURE = '&signature=';

/** How an owner came back from an invitation. */
export type InvitationReturn =
  | {
      readonly outcome: 'SHARED';
      readonly gatewayId: string;
      readonly contractStatus: ContractStatus;
      readonly sessionId: string;
    }
  | { readonly outcome: 'REFUSED'; readonly sessionId: string }
  | { readonly outcome: 'INVALID'; readonly reason: InvitationReturnFault };

/** `KEY_UNKNOWN`: read the keys of the server again, it may have a new one. `NOT_NOW`: too old, or from the future. */
export type InvitationReturnFault = 'INCOMPLETE' | 'KEY_UNKNOWN' | 'SIGNATURE_WRONG' | 'NOT_NOW';

/**
 * Checks the query of a return address as it came, not decoded and built anew: the Ed25519 signature covers these very
 * characters. `publicKeys` is the answer of `/.well-known/hearthgate-keys.json`. Nothing in an `INVALID` return may be
 * believed. A signature does not say that a return is the first: compare `sessionId` with a session that waits for it.
 */
export function verifyInvitationReturn(
  query: string,
  publicKeys: PublicKeys,
  { maxAgeSeconds, nowMs = Date.now() }: { readonly maxAgeSeconds: number; readonly nowMs?: number },
): InvitationReturn {
  const text = query.startsWith('?') ? query.slice(1) : query;
  const end = text.lastIndexOf(INVITATION_SIGNATURE);
  if (end < 0) return invalid('INCOMPLETE');
  const signed = text.slice(0, end);
  const parameters = new URLSearchParams(signed);
  const kid = only(parameters, 'kid');
  const key = publicKeys.keys.find((one) => one.kid === kid);
  if (!key) return invalid('KEY_UNKNOWN');
  if (!isSigned(signed, text.slice(end + INVITATION_SIGNATURE.length), key.x))
    return invalid('SIGNATURE_WRONG');
  const age = nowMs / 1000 - Number(only(parameters, 'timestamp') ?? Number.NaN);
  if (!(Math.abs(age) <= maxAgeSeconds)) return invalid('NOT_NOW');
  return read(parameters);
}

function read(parameters: URLSearchParams): InvitationReturn {
  const gatewayId = only(parameters, 'gatewayId');
  const contractStatus = only(parameters, 'contractStatus');
  const sessionId = only(parameters, 'sessionId');
  if (sessionId === undefined) return invalid('INCOMPLETE');
  if (only(parameters, 'error') === 'access_denied') return { outcome: 'REFUSED', sessionId };
  if (gatewayId === undefined || contractStatus === undefined) return invalid('INCOMPLETE');
  return { outcome: 'SHARED', gatewayId, contractStatus: contractStatus as ContractStatus, sessionId };
}

/** Of a parameter that stands twice nobody could tell which is meant. */
function only(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  return values.length === 1 ? values[0] : undefined;
}

function isSigned(text: string, signature: string, x: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  // Several texts decode to the same bytes; only the one that was written is taken.
  if (bytes.toString('base64url') !== signature) return false;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(text, 'utf8'), key, bytes);
}

function invalid(reason: InvitationReturnFault): InvitationReturn {
  return { outcome: 'INVALID', reason };
}
