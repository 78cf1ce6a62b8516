export { deliveryHealth } from './delivery-health.ts';
export { asyncApi } from './description/async-api.ts';
export { openApiWebhooks } from './description/open-api-webhooks.ts';
export { createPostEvent } from './delivery/post-event.ts';
export { endpointsOutside } from './webhooks/endpoints-outside.ts';
export { listWebhooks, webhookDetails, webhookSecrets } from './webhooks/read-webhooks.ts';
export {
  removeWebhooks,
  replaceWebhooks,
  resumeDelivery,
  webhookFaults,
  webhookWarnings,
} from './webhooks/replace-webhooks.ts';
export type { OwnerReaders } from './reading/owner-readers.ts';
export { OwnerStream } from './reading/owner-stream.ts';
export { addLogRoutes } from './reading/routes.ts';
export { EVENTS_SEALED } from './sealed.ts';
export { addEventMetrics } from './event-metrics.ts';
export { createEvents, EVENT_PARTITIONS, type Events } from './events.ts';
export { addWebhookRoutes } from './webhooks/routes.ts';
