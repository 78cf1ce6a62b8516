export { createPostEvent } from './delivery/post-event.ts';
export { createEvents, EVENT_PARTITIONS, type Events } from './events.ts';
