/** Keys of one statement. */
const AT_ONCE_MAX = 1_000;

interface Asked<K, V> {
  readonly key: K;
  readonly done: (value: V) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Makes one load of many: what is asked for in the same moment, or while a load is under way, is loaded together. Thousands of
 * gateways come back in the same second. `loadMany` answers in the order that it was asked.
 */
export function loadTogether<K, V>(
  loadMany: (keys: readonly K[]) => Promise<readonly V[]>,
): (key: K) => Promise<V> {
  const waiting: Asked<K, V>[] = [];
  let isLoading = false;
  const run = async () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, AT_ONCE_MAX);
      try {
        const values = await loadMany(batch.map(({ key }) => key));
        for (const [index, { done }] of batch.entries()) done(values[index] as V);
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    isLoading = false;
  };
  return (key) =>
    new Promise((done, failed) => {
      waiting.push({ key, done, failed });
      if (isLoading) return;
      isLoading = true;
      queueMicrotask(() => void run());
    });
}
