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
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.routeOptions.config.scraped) return done();
    const { host, origin } = request.headers;
    if (!isKnown(host ?? '')) return done(refusal('Host', host));
    const isForeign = origin !== undefined && !isSameOrigin(origin, host, [publicUrl()]);
    done(isForeign ? refusal('Origin', origin) : undefined);
  });
  // Callers name the same few hosts; those of strangers are looked at each time.
  let known = new Set<string>();
  let url = '';
  const isKnown = (header: string): boolean => {
    if (url !== publicUrl() || known.size > KNOWN_MAX) known = new Set();
    url = publicUrl();
    if (known.has(header)) return true;
    const host = hostName(`http://${header}`);
    const isGood = host !== undefined && isOurs(host, url, hosts);
    if (isGood) known.add(header);
    return isGood;
  };
}

/** Ways in which a host of ours can be written: its ports, upper and lower case. */
const KNOWN_MAX = 100;
const LOOPBACK = ['127.0.0.0/8', '::1'];

function isOurs(host: string, publicUrl: string, hosts: readonly string[]): boolean {
  return (
    host === 'localhost' ||
    isListed(host, LOOPBACK) ||
    host === hostName(publicUrl) ||
    hosts.some((name) => name.toLowerCase() === host)
  );
}

function hostName(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : undefined;
}
