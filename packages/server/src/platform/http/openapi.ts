import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { API_VERSION, PROBLEMS } from '@hearthgate/wire';

/** OpenAPI from the schemas of the routes that are added after this, and what the server sends by itself. */
export async function addOpenApi(app: FastifyInstance, webhooks: Record<string, object>): Promise<void> {
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
    transformObject: (document) => ({
      ...('openapiObject' in document ? document.openapiObject : {}),
      webhooks,
    }),
    transform: ({ schema, url, ...rest }) => ({ ...rest, url, schema: withProblems(schema) }),
  });
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
