import { webhookHandler } from './fetch.ts';
import type { ReceiverOptions } from './receiver.ts';

/** `app.post('/hook', honoWebhook({ ... }))`. */
export function honoWebhook(
  options: ReceiverOptions,
): (context: { readonly req: { readonly raw: Request } }) => Promise<Response> {
  const handle = webhookHandler(options);
  return ({ req }) => handle(req.raw);
}
