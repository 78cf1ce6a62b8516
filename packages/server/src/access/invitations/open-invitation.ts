import { createHash, randomBytes } from 'node:crypto';
import { Brand } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { newId } from '../../platform/ids.ts';
import { takeTokens } from '../../platform/limits/limits.ts';
import type { BucketPolicy } from '../../platform/limits/token-buckets.ts';
import type { Access } from '../access.ts';
import { brandOfHost } from './brand-of-host.ts';
import { mayReturnTo, returnAddressFault } from './return-address.ts';
import { insertInvitation } from './store.ts';

/** Long enough to make an account and to look for the label of a gateway. */
const LIFETIME_MS = 30 * 60_000;
const SESSION_ID_MAX = 512;
const PARTNER_USER_ID_MAX = 200;
/** Together they bound the rows: of one address, which an office may share, and of one company. */
const OF_ADDRESS: BucketPolicy = { name: 'invitation', burst: 30, refillMs: 10_000 };
const OF_COMPANY: BucketPolicy = { name: 'invitations-of-company', burst: 500, refillMs: 200 };

/** The same for an unknown company and for an address that is not listed: strangers learn nothing. */
const NOT_REGISTERED =
  'no company that may invite owners has this id and this return address; compare both, character by character, with ' +
  '`companyId` and `redirectUris` of GET /api-keys/me';

interface Link {
  readonly companyId: string;
  readonly redirectUri: string;
  readonly sessionId: string;
  readonly partnerUserId: string | undefined;
  readonly brand: Brand | null;
}

/**
 * Begins an invitation from the link of a company. The one place where a link is checked: whatever is wrong is refused
 * here, and nobody is ever sent to an address that was not found right.
 */
export async function openInvitation(
  access: Access,
  input: { readonly query: string; readonly host: string; readonly caller: string },
): Promise<{ token: string }> {
  await takeTokens(access.addressLimits, [{ key: `invitation ${input.caller}`, policy: OF_ADDRESS }]);
  const link = readLink(access, input.query, input.host);
  const company = await access.companies.get(link.companyId);
  if (!mayReturnTo(company, link.redirectUri)) {
    throw refusal([{ pointer: '/query/redirectUri', message: NOT_REGISTERED }]);
  }
  await takeTokens(access.addressLimits, [{ key: `invitation ${link.companyId}`, policy: OF_COMPANY }]);
  const token = randomBytes(32).toString('base64url');
  const now = access.clock.now();
  await insertInvitation(access.db, {
    invitation_id: newId('inv'),
    token_hash: hashToken(token),
    company_id: link.companyId,
    brand: link.brand,
    redirect_uri: link.redirectUri,
    session_id: link.sessionId,
    partner_user_id: link.partnerUserId ?? null,
    created_at: new Date(now),
    expires_at: new Date(now + LIFETIME_MS),
    used_at: null,
    answer: null,
    return_url: null,
  });
  return { token };
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The parameters of a link, or everything that is wrong with their form. */
function readLink(access: Access, query: string, host: string): Link {
  const parameters = parse(query);
  const errors: { pointer: string; message: string }[] = [];
  const take = (name: string, maxLength: number, otherName = name): string | undefined => {
    const values = [...new Set([name, otherName])].flatMap((each) => parameters.getAll(each));
    const [value, ...more] = values;
    const fault = more.length > 0 ? 'stands more than once' : faultOfText(value, maxLength);
    if (fault !== undefined) errors.push({ pointer: `/query/${name}`, message: fault });
    return value;
  };
  const optional = (name: string, maxLength: number) =>
    parameters.has(name) ? take(name, maxLength) : undefined;

  const companyId = take('companyId', 50) ?? '';
  const redirectUri = take('redirectUri', 2_000) ?? '';
  // `state` is what the parameter was called before v1.33.
  const sessionId = take('sessionId', SESSION_ID_MAX, 'state') ?? '';
  const partnerUserId = optional('partnerUserId', PARTNER_USER_ID_MAX);
  const wished = optional('brand', 20);
  const brand = brandOfHost(access.urls, host) ?? Brand.enum.find((each) => each === wished) ?? null;
  if (wished !== undefined && !Brand.enum.some((each) => each === wished))
    errors.push({ pointer: '/query/brand', message: `is not one of ${Brand.enum.join(', ')}` });
  const addressFault = redirectUri === '' ? undefined : returnAddressFault(access, redirectUri);
  if (addressFault !== undefined) errors.push({ pointer: '/query/redirectUri', message: addressFault });
  if (errors.length > 0) throw refusal(errors);
  return { companyId, redirectUri, sessionId, partnerUserId, brand };
}

function parse(query: string): URLSearchParams {
  try {
    // URLSearchParams would put another character in place of what cannot be read.
    decodeURIComponent(query);
  } catch {
    throw refusal([{ pointer: '/query', message: 'is not percent-encoded UTF-8' }]);
  }
  return new URLSearchParams(query);
}

function faultOfText(value: string | undefined, maxLength: number): string | undefined {
  if (value === undefined || value === '') return 'is missing or empty';
  // Characters, of which some take two places in a string.
  if (Array.from(value).length > maxLength) return `is longer than ${maxLength} characters`;
  return value.includes('\0') ? 'holds the character U+0000' : undefined;
}

function refusal(errors: { pointer: string; message: string }[]): AppError {
  return new AppError('request-invalid', { errors });
}
