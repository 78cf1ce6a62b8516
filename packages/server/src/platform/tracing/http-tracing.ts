import type { FastifyInstance } from 'fastify';
import type { Tracing } from './tracing.ts';

/** Name of the span of a request in its trace. */
export const REQUEST_SPAN = 'request';

/** A span for each request: route template and status, never the path or the query. */
export function addHttpTracing(app: FastifyInstance, tracing: Tracing): void {
  app.addHook('onResponse', (request, reply, done) => {
    const endMs = tracing.now();
    const { url: route = 'none' } = request.routeOptions;
    const { refusal } = request;
    const { traceparent } = request.headers;
    tracing.record({
      trace: request.traceName ?? `request ${request.id}`,
      id: REQUEST_SPAN,
      name: `${request.method} ${route}`,
      kind: 'server',
      startMs: endMs - reply.elapsedTime,
      endMs,
      attributes: {
        'http.request.method': request.method,
        'http.route': route,
        'http.response.status_code': reply.statusCode,
        'hearthgate.request.id': request.id,
        ...(refusal && { 'error.type': refusal.code }),
      },
      ...(reply.statusCode >= 500 && { failure: refusal?.code ?? 'failed' }),
      ...(typeof traceparent === 'string' && { caller: traceparent }),
    });
    done();
  });
}
