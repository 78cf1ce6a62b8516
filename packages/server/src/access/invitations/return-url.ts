import { INVITATION_SIGNATURE } from '@hearthgate/wire';
import type { Signer } from '../consent-ledger/signing-key.ts';
import type { InvitationRow } from './tables.ts';

/** The address that an owner goes back to: the company's with its own query, what was decided, time, key, signature. */
export function returnUrl(
  signer: Signer,
  row: Pick<InvitationRow, 'redirect_uri' | 'session_id'>,
  said: Readonly<Record<string, string>>,
): string {
  // As a browser will send it: what it would encode by itself on the way would no longer fit the signature.
  const address = new URL(row.redirect_uri).href;
  const added = Object.entries({
    ...said,
    sessionId: row.session_id,
    // Who checks it has the wall clock.
    timestamp: String(Math.floor(Date.now() / 1000)),
    kid: signer.kid,
  }).map(([name, value]) => `${name}=${encode(value)}`);
  const unsigned = `${address}${joint(address)}${added.join('&')}`;
  const query = unsigned.slice(unsigned.indexOf('?') + 1);
  return `${unsigned}${INVITATION_SIGNATURE}${signer.signText(query)}`;
}

function joint(address: string): '?' | '&' | '' {
  if (!address.includes('?')) return '?';
  return /[?&]$/.test(address) ? '' : '&';
}

/** RFC 3986 to the letter: browsers encode some of the characters that `encodeURIComponent` leaves. */
function encode(value: string): string {
  return encodeURIComponent(value).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
