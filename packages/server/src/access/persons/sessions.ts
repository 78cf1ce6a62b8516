import type { IncomingHttpHeaders } from 'node:http';

/** Who is signed in to a portal. The portals fill this in, which this domain may not know. */
export interface PortalSessions {
  /** The id of the account behind a request; null where nobody is signed in. */
  accountOf(audience: 'owner' | 'member', request: Headed): Promise<string | null>;
}

interface Headed {
  readonly headers: IncomingHttpHeaders;
}

const PORTALS = { owner: 'owner', pro: 'member' } as const;

/** Pages of the portals send this with every call; a browser sends it to no other site. */
const PORTAL_HEADER = 'x-hearthgate-portal';

/** Whose session counts; nobody's where the header does not say so, or where a key comes along. */
export function audienceOf({ headers }: Headed): 'owner' | 'member' | undefined {
  if (headers['x-api-key'] !== undefined) return undefined;
  const portal = headers[PORTAL_HEADER];
  return portal === 'owner' || portal === 'pro' ? PORTALS[portal] : undefined;
}
