import { setTimeout as wait } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;

/** Looks again and again; false when it was not so in time. What fails has not come true yet. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const isTrue = await Promise.resolve()
      .then(condition)
      .catch(() => false);
    if (isTrue) return true;
    if (performance.now() > deadline) return false;
    await wait(LOOK_EVERY_MS);
  }
}

/** The value at this share of the sorted ones, 0 when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
