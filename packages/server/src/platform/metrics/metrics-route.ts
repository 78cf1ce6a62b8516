import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopback } from '../http/caller-address.ts';
import type { Metrics } from './metrics.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** For a scraper, or a proxy that asks whether a node is well: it has no browser that could be misled, and calls each node by whatever name it has. */
    scraped?: true;
  }
}

const CURE =
  'Metrics are for callers on this machine, or with a token: set METRICS_TOKEN_FILE here, and in the scraper ' +
  '`authorization: { credentials_file: ... }`. See docs/guides/observability.md.\n';

/** Headers by which a proxy tells that somebody else is calling. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * `GET /metrics`. A scraper has no second factor and no session; it shows a token. Without a token there are only callers on
 * this machine, and none that come through a proxy on it.
 */
export function addMetricsRoute(app: FastifyInstance, metrics: Metrics, token: string | undefined): void {
  app.get('/metrics', { config: { scraped: true }, schema: { hide: true } }, async (request, reply) => {
    if (token === undefined ? !isNear(request) : !shows(request, token))
      return reply.code(401).header('www-authenticate', 'Bearer').type('text/plain').send(CURE);
    const text = await metrics.text();
    return reply.type(metrics.contentType).header('cache-control', 'no-store').send(text);
  });
}

function isNear({ raw, headers, hostname }: FastifyRequest): boolean {
  if (FORWARDED.some((name) => headers[name] !== undefined)) return false;
  return isLoopback(raw.socket.remoteAddress ?? '') && isLoopback(hostname.replace(/^\[|\]$/g, ''));
}

function shows({ headers }: FastifyRequest, token: string): boolean {
  const [, shown = ''] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return timingSafeEqual(digest(shown), digest(token));
}

/** Of equal length, whatever was shown. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
