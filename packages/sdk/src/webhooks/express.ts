import { bytesOfBody, receiveWebhook, type ReceiverOptions, type WebhookStatus } from './receiver.ts';
import type { WebhookRequest } from './verify.ts';

/** What is needed of a request of Express, or of `node:http`. */
interface NodeRequest extends AsyncIterable<Uint8Array | string> {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: unknown;
}
interface NodeResponse {
  statusCode: number;
  end(): unknown;
}

/** `app.post('/hook', expressWebhook({ ... }))`, before any `express.json()`, or behind `express.raw({ type: '*\/*' })`. */
export function expressWebhook(
  options: ReceiverOptions,
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async (request, response) => {
    response.statusCode = await statusOf(request, options);
    response.end();
  };
}

async function statusOf(request: NodeRequest, options: ReceiverOptions): Promise<WebhookStatus> {
  const { onError = console.error } = options;
  try {
    const body = await rawBody(request);
    return body === undefined ? 413 : await receiveWebhook({ headers: request.headers, body }, options);
  } catch (error) {
    onError(error);
    return 500;
  }
}

async function rawBody(request: NodeRequest): Promise<WebhookRequest['body'] | undefined> {
  const { body } = request;
  if (body === undefined) return bytesOfBody(request);
  if (body instanceof Uint8Array) return body;
  throw new TypeError(
    'the body was parsed before it could be verified: register this route before express.json(), or give it express.raw({ type: "*/*" })',
  );
}
