import type { PublicKeys } from '../generated/api.ts';
import type { ContractStatus } from '../types.ts';

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

/** `NOT_NOW`: too old, or from the future. `OTHER_SESSION`: genuine, but not the return that was waited for. */
export type InvitationReturnFault =
  | 'INCOMPLETE'
  | 'KEY_UNKNOWN'
  | 'SIGNATURE_WRONG'
  | 'NOT_NOW'
  | 'OTHER_SESSION';

const SIGNATURE = '&signature=';

/** Checks the characters of the query as they came: the Ed25519 signature covers them, not what they decode to. */
export async function verifyInvitationReturn(
  address: string,
  { keys }: PublicKeys,
  { maxAgeSeconds, nowMs }: { readonly maxAgeSeconds: number; readonly nowMs: number },
): Promise<InvitationReturn> {
  const [text = ''] = address.slice(address.indexOf('?') + 1).split('#');
  const end = text.lastIndexOf(SIGNATURE);
  if (end < 0) return invalid('INCOMPLETE');
  const signed = text.slice(0, end);
  const parameters = new URLSearchParams(signed);
  const kid = only(parameters, 'kid');
  const key = keys.find((one) => one.kid === kid);
  if (!key) return invalid('KEY_UNKNOWN');
  if (!(await isSigned(signed, text.slice(end + SIGNATURE.length), key.x))) return invalid('SIGNATURE_WRONG');
  const age = nowMs / 1000 - Number(only(parameters, 'timestamp') ?? Number.NaN);
  if (!(Math.abs(age) <= maxAgeSeconds)) return invalid('NOT_NOW');
  const sessionId = only(parameters, 'sessionId');
  if (sessionId === undefined) return invalid('INCOMPLETE');
  if (only(parameters, 'error') === 'access_denied') return { outcome: 'REFUSED', sessionId };
  const gatewayId = only(parameters, 'gatewayId');
  const contractStatus = only(parameters, 'contractStatus');
  if (gatewayId === undefined || contractStatus === undefined) return invalid('INCOMPLETE');
  return { outcome: 'SHARED', gatewayId, contractStatus: contractStatus as ContractStatus, sessionId };
}

/** Of a parameter that stands twice nobody could tell which is meant. */
function only(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  return values.length === 1 ? values[0] : undefined;
}

async function isSigned(text: string, signature: string, x: string): Promise<boolean> {
  const bytes = bytesOf(signature);
  const publicKey = bytesOf(x);
  if (!bytes || !publicKey) return false;
  const key = await crypto.subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, bytes, new TextEncoder().encode(text));
}

/** Of base64url; of several texts that decode to the same bytes only the one that was written is taken. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  try {
    const decoded = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const written = btoa(decoded).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    return written === text ? Uint8Array.from(decoded, (character) => character.charCodeAt(0)) : undefined;
  } catch {
    return undefined;
  }
}

function invalid(reason: InvitationReturnFault): InvitationReturn {
  return { outcome: 'INVALID', reason };
}
