import type { FastifyRequest } from 'fastify';

/** The site that a browser makes and uses passkeys for: the page's own, which the gate has found to be one of ours. */
export function relyingPartyOf({ headers }: FastifyRequest): { origin: string; rpId: string } {
  const { origin, hostname } = new URL(headers.origin ?? '');
  return { origin, rpId: hostname };
}
