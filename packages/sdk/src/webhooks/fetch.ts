import { bytesOfBody, receiveWebhook, type ReceiverOptions } from './receiver.ts';

/** A handler of the web's own kind: `Deno.serve`, `Bun.serve`, Workers, Next.js, SvelteKit. */
export function webhookHandler(options: ReceiverOptions): (request: Request) => Promise<Response> {
  return async ({ headers, body }) => {
    const bytes = body ? await bytesOfBody(piecesOf(body)) : new Uint8Array();
    const status = bytes ? await receiveWebhook({ headers, body: bytes }, options) : 413;
    return new Response(null, { status });
  };
}

/** Not every browser can walk a stream by itself. */
async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel();
  }
}
