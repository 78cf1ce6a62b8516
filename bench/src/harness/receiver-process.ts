import { createServer } from 'node:http';

/** A process of its own that takes everything over, counts it, and notes how old it was at its first byte. */
let count = 0;
let ages: number[] = [];
const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const arrivedAt = Date.now();
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    count += 1;
    response.writeHead(204).end();
    if (request.url !== '/aged') return;
    const [, measuredAt] = /"measuredAt":"([^"]+)"/.exec(Buffer.concat(chunks).toString()) ?? [];
    if (measuredAt !== undefined) ages.push(arrivedAt - Date.parse(measuredAt));
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('message', (message) => {
  if (message === 'reset') [count, ages] = [0, []];
  process.send?.(message === 'ages' ? ages : count);
});
process.on('disconnect', () => process.exit(0));
