import { BODY_MAX_BYTES, receiveWebhook, type ReceiverOptions } from './receiver.ts';

export interface FastifyWebhookOptions extends ReceiverOptions {
  /** Of the route, such as `/hook`. */
  readonly path: string;
}

/** What is needed of an instance of Fastify. */
interface Instance {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer'; bodyLimit: number },
    parser: (request: unknown, body: unknown, done: (error: null, body: unknown) => void) => void,
  ): unknown;
  route(route: {
    method: 'POST';
    url: string;
    handler: (request: Message, reply: Reply) => Promise<unknown>;
  }): unknown;
}
interface Message {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: unknown;
}
interface Reply {
  code(status: number): { send(): unknown };
}

/** `app.register(fastifyWebhook, { path: '/hook', ... })`. Other routes keep their parsers. */
export async function fastifyWebhook(
  instance: Instance,
  { path, ...options }: FastifyWebhookOptions,
): Promise<void> {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: BODY_MAX_BYTES },
    (_request, body, done) => done(null, body),
  );
  instance.route({
    method: 'POST',
    url: path,
    handler: async ({ headers, body }, reply) => {
      const bytes = body instanceof Uint8Array ? body : new Uint8Array();
      return reply.code(await receiveWebhook({ headers, body: bytes }, options)).send();
    },
  });
}
