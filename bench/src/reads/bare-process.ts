import Fastify from 'fastify';

/** A process of its own with one route that answers these bytes, and nothing else. */
process.once('message', (body: string) => {
  const app = Fastify();
  app.get('/hvacs/:gatewayId/heatingCircuits/:circuitId', (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(body),
  );
  void app.listen({ port: 0, host: '127.0.0.1' }).then((url) => {
    process.send?.({ port: Number(new URL(url).port) });
  });
});
process.on('disconnect', () => process.exit(0));
