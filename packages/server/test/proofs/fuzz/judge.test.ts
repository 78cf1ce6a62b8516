import type { FastifyInstance, FastifyReply } from 'fastify';
import Type from 'typebox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttpServer } from '../../../src/platform/http/server.ts';
import { createLog } from '../../../src/platform/log.ts';
import { Run } from './run.ts';
import { closeConnections } from './send.ts';
import type { Target } from './targets.ts';

/** A proof that cannot fail proves nothing: each kind of fault is put into a server, and has to be found. */
const response = { 200: Type.Object({ count: Type.Integer() }) };
let app: FastifyInstance;
let base: string;

beforeAll(async () => {
  app = createHttpServer(createLog('silent'));
  app.get('/good', { schema: { response } }, () => Promise.resolve({ count: 1 }));
  app.get('/throws', () => Promise.reject(new TypeError('x is not a function')));
  app.get('/other-type', { schema: { response } }, (_request, reply) =>
    reply.serializer(JSON.stringify).send({ count: 'one' }),
  );
  app.get('/other-status', { schema: { response } }, (_request, reply: FastifyReply) =>
    reply.code(202).send(),
  );
  app.get('/plain-refusal', (_request, reply) => reply.code(400).type('text/plain').send('no'));
  app.get('/unknown-code', (_request, reply) =>
    reply
      .code(400)
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send({ code: 'oh-no', status: 400 }),
  );
  app.get('/other-code', (_request, reply) =>
    reply
      .code(403)
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send({ code: 'not-found', status: 404 }),
  );
  app.get('/half-page', (_request, reply) => reply.code(403).type('text/html').send('<html><body>'));
  app.get('/hangs-up', (request, reply) => {
    reply.hijack();
    request.raw.socket.destroy();
  });
  base = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  closeConnections();
  await app.close();
});

async function faultsOf(url: string): Promise<readonly string[]> {
  const route = app.knownRoutes.find((known) => known.url === url && known.method === 'GET');
  const schema = (route?.schema ?? {}) as Target['schema'];
  const target: Target = { name: `GET ${url}`, method: 'GET', url, base, fit: 'nobody', schema };
  const run = new Run();
  await run.ask(target, { method: 'GET', path: url, headers: {} }, 'again with FUZZ_SEED=1:');
  return run.faults;
}

test.each([
  ['/throws', 'status 500'],
  ['/other-type', 'not its own schema at /count'],
  ['/other-status', 'the undocumented status 202'],
  ['/plain-refusal', 'status 400 as text/plain'],
  ['/unknown-code', 'the unknown code oh-no'],
  ['/other-code', 'status 403 with the code not-found'],
  ['/half-page', 'half a page'],
  ['/hangs-up', 'socket hang up'],
])('the route %s is found out, with its seed and the one request', async (url, fault) => {
  const [found = ''] = await faultsOf(url);
  expect(found).toContain(fault);
  expect(found).toContain(`GET ${url}, again with FUZZ_SEED=1:`);
  expect(found).toContain(`curl -i --path-as-is -X GET '${base}${url}'`);
});

test('what is as it has to be is no fault', async () => {
  expect(await faultsOf('/good')).toEqual([]);
});
