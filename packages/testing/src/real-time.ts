// Taken before a test runner puts fake timers in place of them.
const { setTimeout, clearTimeout } = globalThis;
const { performance } = globalThis;
const now = performance.now.bind(performance);

/** Milliseconds of real time. */
export function realNow(): number {
  return now();
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export function after(ms: number): { readonly done: Promise<void>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const done = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return { done, cancel: () => clearTimeout(timer) };
}
