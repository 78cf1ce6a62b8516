import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyContextConfig,
  type FastifyInstance,
  type FastifySchema,
} from 'fastify';
import { AppError } from '../app-error.ts';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import { answerBrokenRequest } from './broken-request.ts';
import { commonHeaders } from './common-headers.ts';
import { addDrain } from './drain.ts';
import { sendProblem } from './problem.ts';
import { validatorCompiler } from './validation.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Languages of the calling company; null before the key is known. */
    companyLanguages: readonly string[] | null;
    /** Why the request was refused. */
    refusal: AppError | null;
    /** What the trace of the request is named after, when not after the request itself. */
    traceName: string | null;
  }
  interface FastifyInstance {
    /** Every route there is, hidden ones too. */
    readonly knownRoutes: readonly KnownRoute[];
  }
}

export interface KnownRoute {
  readonly method: string;
  readonly url: string;
  readonly pattern: RegExp;
  readonly config: FastifyContextConfig;
  readonly schema: FastifySchema;
}

/** No call of this API needs a larger body. */
const BODY_MAX_BYTES = 64 * 1024;
/** A client that does not finish its request within this is cut off. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Fastify with the conventions of the API: ids, versions, JSON only, problem documents. */
export function createHttpServer(log: Log): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = log;
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: () => newId('req'),
    // Whoever logs names the request: a logger of its own for each would cost as much as its route.
    childLoggerFactory: (logger) => logger,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
    // These come before any hook.
    frameworkErrors: (error, request, reply) =>
      void sendProblem(error, request, reply.headers(commonHeaders(request.id))),
    clientErrorHandler: answerBrokenRequest,
    return503OnClosing: true,
  });
  addDrain(app);
  app.setValidatorCompiler(validatorCompiler);
  app.decorateRequest('companyLanguages', null);
  app.decorateRequest('refusal', null);
  app.decorateRequest('traceName', null);
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(commonHeaders(request.id));
    done();
  });
  app.setErrorHandler(sendProblem);
  const routes: KnownRoute[] = [];
  app.decorate('knownRoutes', routes);
  app.addHook('onRoute', ({ method, url, config = {}, schema = {} }) => {
    const pattern = new RegExp(`^${url.replaceAll(/:[^/]+/g, '[^/]+').replaceAll('*', '.*')}$`);
    for (const each of [method].flat()) routes.push({ method: each, url, pattern, config, schema });
  });
  app.setNotFoundHandler(async (request) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const allowed = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (allowed.length === 0) throw new AppError('not-found');
    throw new AppError('method-not-allowed', { allowed }, { allow: allowed.join(', ') });
  });
  // Only JSON bodies; what else comes is 415. Removing the default keeps text/plain from reaching a route.
  app.removeContentTypeParser('text/plain');
  return app;
}
