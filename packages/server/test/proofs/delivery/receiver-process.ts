import { createServer } from 'node:http';

/**
 * A receiver as a process of its own, so that its work is not the server's: takes everything over, and keeps how old events
 * were, by path, when their request began to arrive. GET gives the figures of a path and forgets them.
 */
const ages = new Map<string, number[]>();
const server = createServer((request, response) => {
  const { method, url = '' } = request;
  const arrivedMs = Date.now();
  if (method === 'GET') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ages.get(url) ?? []));
    ages.delete(url);
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { time } = JSON.parse(Buffer.concat(chunks).toString()) as { time: string };
    const list = ages.get(url) ?? [];
    ages.set(url, list);
    list.push(arrivedMs - Date.parse(time));
    response.writeHead(204).end();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : '');
});
