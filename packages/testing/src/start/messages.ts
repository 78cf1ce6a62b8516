/** What the thread of a sandbox is given. */
export interface WorkerInput {
  readonly dataDir: string;
  readonly cache: string;
  readonly seed: number;
  /** ISO 8601; undefined: the clock runs from now on. */
  readonly at: string | undefined;
}

/** What it tells; any message to it asks it to stop. */
export type FromWorker =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'failed' | 'warning'; readonly text: string }
  | { readonly kind: 'stopped' };
