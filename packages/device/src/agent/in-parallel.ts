/** Does the work for each item, so many at once; ends with the first error. */
export async function inParallel<T>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items].toReversed();
  let failed = false;
  const worker = async () => {
    for (let item = queue.pop(); item !== undefined && !failed; item = queue.pop()) {
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
