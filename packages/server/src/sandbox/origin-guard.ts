import type { FastifyInstance } from 'fastify';
import { AppError } from '../platform/app-error.ts';
import { isListed } from '../platform/http/caller-address.ts';

/**
 * A sandbox has its secrets in the open, so a page of another site must not reach it through the user's browser:
 * the Host has to be one of ours (DNS rebinding), and an Origin has to be that same Host.
 */
export function guardOrigin(app: FastifyInstance, publicUrl: () => string, hosts: readonly string[]): void {
  app.addHook('onRequest', async (request) => {
    const host = hostName(`http://${request.headers.host ?? ''}`);
    if (host === undefined || !isOurs(host, publicUrl(), hosts)) throw refusal('Host', request.headers.host);
    const { origin } = request.headers;
    if (origin !== undefined && !isSameOrigin(origin, request.headers.host, publicUrl()))
      throw refusal('Origin', origin);
  });
}

/** Pages of this very address, port included: another port of this machine is another site. */
function isSameOrigin(origin: string, host: string | undefined, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { host: originHost, origin: normal } = new URL(origin);
  return originHost === host?.toLowerCase() || normal === new URL(publicUrl).origin;
}

function isOurs(host: string, publicUrl: string, hosts: readonly string[]): boolean {
  return (
    host === 'localhost' ||
    isListed(host, ['127.0.0.0/8', '::1']) ||
    host === hostName(publicUrl) ||
    hosts.some((name) => name.toLowerCase() === host)
  );
}

function hostName(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : undefined;
}

function refusal(header: string, value: string | undefined): AppError {
  const message = `${header} "${value ?? ''}" is not an address of this sandbox; set PUBLIC_URL or SANDBOX_HOSTS`;
  return new AppError('request-invalid', {
    errors: [{ pointer: `/headers/${header.toLowerCase()}`, message }],
  });
}
