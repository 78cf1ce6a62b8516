import type { FastifyInstance } from 'fastify';
import { AppError } from '../app-error.ts';
import { isListed } from './caller-address.ts';
import { isSameOrigin } from './same-origin.ts';

export interface OriginRules {
  readonly publicUrl: () => string;
  readonly hosts: readonly string[];
  /** The settings that name further addresses. */
  readonly settings: string;
}

/**
 * For a server on somebody's own machine: a page of another site must not reach it through the user's browser. The Host
 * has to be one of ours (DNS rebinding), and an Origin has to be that same Host.
 */
export function guardOrigin(app: FastifyInstance, { publicUrl, hosts, settings }: OriginRules): void {
  const refusal = (header: string, value: string | undefined): AppError => {
    const message = `${header} "${value ?? ''}" is not an address of this server; set ${settings}`;
    return new AppError('request-invalid', {
      errors: [{ pointer: `/headers/${header.toLowerCase()}`, message }],
    });
  };
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.scraped) return;
    const host = hostName(`http://${request.headers.host ?? ''}`);
    if (host === undefined || !isOurs(host, publicUrl(), hosts)) throw refusal('Host', request.headers.host);
    const { origin } = request.headers;
    if (origin !== undefined && !isSameOrigin(origin, request.headers.host, [publicUrl()]))
      throw refusal('Origin', origin);
  });
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
