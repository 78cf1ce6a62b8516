import { INVITATION_RETURN_PARAMETERS } from '@hearthgate/wire';
import type { Access } from '../access.ts';
import type { CompanyRow } from '../tables.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What is wrong with an address that owners shall be sent back to, whoever it belongs to; undefined when nothing is. */
export function returnAddressFault(
  { transport }: Pick<Access, 'transport'>,
  uri: string,
): string | undefined {
  if (!URL.canParse(uri)) return 'is not an absolute address such as https://partner.example/connected';
  const { protocol, hostname, searchParams, username, password } = new URL(uri);
  if (username !== '' || password !== '') return 'has a user name or password, which do not belong into it';
  // A partner's program under development is on the same machine as the sandbox.
  const isLocal = protocol === 'http:' && LOOPBACK.has(hostname) && transport.plainHttpCallers.length > 0;
  if (protocol !== 'https:' && !isLocal) return 'is not https';
  if (uri.includes('#')) return 'has a fragment (#), which never reaches a server';
  const taken = INVITATION_RETURN_PARAMETERS.filter((name) => searchParams.has(name));
  return taken.length === 0 ? undefined : `has a query with ${taken.join(', ')}, which the answer adds`;
}

/** The one place that says whether a company may have owners sent back to an address: known, active, listed to the letter. */
export function mayReturnTo<T extends Pick<CompanyRow, 'status' | 'redirect_uris'>>(
  company: T | undefined,
  uri: string,
): company is T {
  return company?.status === 'ACTIVE' && company.redirect_uris.includes(uri);
}
