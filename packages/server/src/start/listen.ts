import type { FastifyInstance } from 'fastify';
import { StartupError } from '../platform/startup-error.ts';

export function addHealth(http: FastifyInstance, isReady: () => boolean): void {
  // Whoever asks, such as a proxy, calls each node by its own name and without TLS.
  const options = { config: { scraped: true }, schema: { hide: true } } as const;
  http.get('/health/live', options, () => Promise.resolve({ status: 'ok' }));
  http.get('/health/ready', options, async (_request, reply) => {
    if (isReady()) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready' });
  });
}

/** The port that was opened. */
export async function listen(
  http: FastifyInstance,
  host: string,
  port: number,
  variable: 'PORT' | 'ADMIN_PORT',
): Promise<number> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StartupError(
      `The HTTP port ${host}:${port} cannot be opened (${code}). Stop what uses it, or set ${variable}.`,
    );
  }
  const address = http.server.address();
  return typeof address === 'object' && address ? address.port : port;
}
