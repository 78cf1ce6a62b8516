import type { FastifyInstance } from 'fastify';
import { Distribution } from './distribution.ts';
import { samplesOf, type Metrics, type Sample } from './metrics.ts';
import { Tally } from './tally.ts';

/** Seconds: a read from memory, one from the database, a command that is waited for, and what is too long. */
const BOUNDS = [0.005, 0.025, 0.1, 0.5, 2, 10];
/** Of what no route matched: paths are the caller's words and never a label. */
const NO_ROUTE = 'none';

interface RouteTimes {
  readonly server: string;
  readonly route: string;
  /** By method, then by class of status. */
  readonly byMethod: Map<string, (Distribution | undefined)[]>;
}

/** Requests of these servers by route, method and class of status, and what was refused. */
export function addHttpMetrics(metrics: Metrics, servers: Readonly<Record<string, FastifyInstance>>): void {
  // By the configuration of a route, which is one object: no text is put together for a request.
  const routes = new Map<object, RouteTimes>();
  const refusals = new Tally();
  const limits = new Tally();
  for (const [server, app] of Object.entries(servers)) {
    app.addHook('onResponse', (request, reply, done) => {
      const { config, url: route = NO_ROUTE } = request.routeOptions;
      const times = routes.get(config) ?? { server, route, byMethod: new Map() };
      routes.set(config, times);
      const method = route === NO_ROUTE ? '' : request.method;
      const byClass = times.byMethod.get(method) ?? [];
      times.byMethod.set(method, byClass);
      const hundred = Math.floor(reply.statusCode / 100);
      (byClass[hundred] ??= new Distribution(BOUNDS)).add(reply.elapsedTime / 1_000);
      const { refusal } = request;
      if (refusal) {
        refusals.add(refusal.code);
        if (refusal.code === 'rate-limit-exceeded') limits.add(String(refusal.members['policy']));
      }
      done();
    });
  }
  metrics.histogram(
    'http_request_seconds',
    'Time of an answer, by route template, method and class of status',
    () => [...routes.values()].flatMap(samplesOfRoute),
  );
  metrics.counter('http_refusals_total', 'Requests that were refused, by code of the problem', () =>
    samplesOf('code', refusals),
  );
  metrics.counter('rate_limit_hits_total', 'Requests that a rate limit refused, by policy', () =>
    samplesOf('policy', limits),
  );
}

function samplesOfRoute({ server, route, byMethod }: RouteTimes): Sample<Distribution>[] {
  return [...byMethod].flatMap(([method, byClass]) =>
    byClass.flatMap((times, hundred): Sample<Distribution>[] =>
      times ? [[{ server, route, method, status: `${hundred}xx` }, times]] : [],
    ),
  );
}
