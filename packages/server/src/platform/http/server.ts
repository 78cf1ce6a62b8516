import swagger from '@fastify/swagger';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  type FastifySchema,
} from 'fastify';
import { API_VERSION, PROBLEMS } from '@hearthgate/wire';
import { AppError } from '../app-error.ts';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import { sendProblem } from './problem.ts';
import { validatorCompiler } from './validation.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Languages of the calling company; null before the key is known. */
    companyLanguages: readonly string[] | null;
  }
}

/** No call of this API needs a larger body. */
const BODY_MAX_BYTES = 64 * 1024;
/** A client that does not finish its request within this is cut off. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Fastify with the conventions of the API: ids, versions, JSON only, problem documents, OpenAPI from the schemas. */
export async function createHttpServer(log: Log): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = log;
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: () => newId('req'),
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
    // These come before any hook.
    frameworkErrors: (error, request, reply) =>
      void sendProblem(error, request, reply.headers(commonHeaders(request))),
    return503OnClosing: true,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.decorateRequest('companyLanguages', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(commonHeaders(request));
  });
  app.setErrorHandler(sendProblem);
  const routes: { method: string; pattern: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(`^${url.replaceAll(/:[^/]+/g, '[^/]+').replaceAll('*', '.*')}$`);
    for (const each of [method].flat()) routes.push({ method: each, pattern });
  });
  app.setNotFoundHandler(async (request) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const allowed = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (allowed.length === 0) throw new AppError('not-found');
    throw new AppError('method-not-allowed', { allowed }, { allow: allowed.join(', ') });
  });
  // Only JSON bodies; what else comes is 415. Removing the default keeps text/plain from reaching a route.
  app.removeContentTypeParser('text/plain');
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hearthgate Partner API',
        version: API_VERSION,
        description:
          'Compatible with the documented surface of the Bosch Home Comfort Group Partner API v1.35. ' +
          'Parts marked `x-origin: reference` follow that documentation; parts marked `x-origin: hearthgate` are ' +
          'decided here, where it is silent. Hearthgate is an independent project.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/', description: 'This server' }],
      components: {
        securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' } },
      },
    },
    transform: ({ schema, url, ...rest }) => ({ ...rest, url, schema: withProblems(schema) }),
  });
  return app;
}

function commonHeaders(request: FastifyRequest): Record<string, string> {
  return {
    'x-request-id': request.id,
    'x-api-version': API_VERSION,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}

/** Every operation answers problem documents; they are told once here instead of at each route. */
function withProblems(schema: FastifySchema | undefined): FastifySchema {
  if (!schema || schema.hide === true || typeof schema.response !== 'object') return schema ?? { hide: true };
  return { ...schema, response: { ...schema.response, default: PROBLEM_RESPONSE } };
}

const PROBLEM_RESPONSE = {
  description: 'A refusal: RFC 9457 problem document.',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          instance: { type: 'string' },
          code: { type: 'string', enum: Object.keys(PROBLEMS) },
          requestId: { type: 'string' },
        },
      },
    },
  },
};
