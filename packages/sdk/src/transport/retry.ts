import type { HearthgateError } from '../error.ts';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 20_000;
/** Who is told to wait longer wants to know it, rather than to hang. */
const LONGEST_RETRY_AFTER_MS = 60_000;
/** So that many who were told the same time do not come back in the same moment. */
const SPREAD = 0.2;

/** How long to wait before the call is tried again; undefined: not at all. */
export function retryDelayMs(
  error: HearthgateError,
  failures: number,
  random: () => number = Math.random,
): number | undefined {
  if (!error.isRetryable) return undefined;
  const { retryAfterMs } = error;
  if (retryAfterMs !== undefined)
    return retryAfterMs > LONGEST_RETRY_AFTER_MS ? undefined : retryAfterMs * (1 + SPREAD * random());
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures) * (0.5 + 0.5 * random());
}
