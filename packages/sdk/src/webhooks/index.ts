export {
  verifyWebhook,
  WebhookVerificationError,
  type VerifyOptions,
  type WebhookFault,
  type WebhookMessage,
  type WebhookRequest,
} from './verify.ts';
