export {
  verifyWebhook,
  WebhookVerificationError,
  type VerifyOptions,
  type WebhookFault,
  type WebhookMessage,
  type WebhookRequest,
} from './verify.ts';
export { webhookHandler } from './fetch.ts';
export { receiveWebhook, type ReceiverOptions, type SeenEvents, type WebhookStatus } from './receiver.ts';
