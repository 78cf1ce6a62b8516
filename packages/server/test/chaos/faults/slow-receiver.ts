import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../harness/free-port.ts';
import { beside } from '../beside.ts';
import type { Fault, Scene } from '../fault.ts';

const ALONE_MS = 5_000;
const LASTS_MS = 12_000;
const KINDS = ['/hangs', '/drips'] as const;
const DRIP_EVERY_MS = 1_000;

export const slowReceiver: Fault = {
  name: 'slow-receiver',
  setUps: ['one', 'many'],
  promise:
    'Endpoints that hang or answer a byte a second hold up no other one: five times the latency at most, or less than half a second.',
  how: `Two more endpoints get the same events for ${LASTS_MS / 1_000} s: one never answers, one sends its answer at one byte a second without an end.`,
  backWithinS: 5,
  inflict: async ({ world, load }) => {
    const slow = await startSlow();
    const quietSince = performance.now();
    await wait(ALONE_MS);
    const began = performance.now();
    const ids: string[] = [];
    try {
      for (const path of KINDS) ids.push(await endpoint(world, `${slow.url}${path}`));
      await wait(LASTS_MS);
      const ended = performance.now();
      // Those made last are still on their way.
      await wait(500);
      const found = beside(
        'events at the other endpoint',
        load.toldAfter(quietSince, began),
        load.toldAfter(began, ended),
      );
      return { ...found, measured: [`${slow.requests()} requests to the slow ones`, ...found.measured] };
    } finally {
      for (const id of ids) await world.apis[0]?.('DELETE', `/webhooks/${id}`);
      await slow.close();
    }
  },
};

async function endpoint(world: Scene['world'], url: string): Promise<string> {
  const body = { url, eventTypes: ['DATA_POINT'] };
  const answer = await world.apis[0]?.<{ webhookId: string }>('POST', '/webhooks', { body });
  if (answer?.status !== 201) throw new Error(`no endpoint was made: ${JSON.stringify(answer)}`);
  return answer.body.webhookId;
}

async function startSlow() {
  let requests = 0;
  const dripping = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    requests += 1;
    request.resume();
    if (request.url !== '/drips') return;
    response.writeHead(200);
    dripping.add(response);
    response.on('close', () => dripping.delete(response));
  });
  const timer = setInterval(() => {
    for (const response of dripping) response.write('.');
  }, DRIP_EVERY_MS);
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    close: async () => {
      clearInterval(timer);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
