import type { WebhookKey } from '../tables.ts';

export interface WorkerHooks {
  /** It answered 410, or has failed for seven days. */
  readonly pause: (key: WebhookKey, reason: 'GONE' | 'FAILING') => Promise<void>;
}

/** What a worker tells the dispatcher. */
export interface OwnerHooks extends WorkerHooks {
  /** Somebody else has written where it stands: what this worker knows is out of date. */
  readonly lost: (key: WebhookKey) => void;
  /** Where it stands cannot be written. */
  readonly refused: (key: WebhookKey) => void;
}
