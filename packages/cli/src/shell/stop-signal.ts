/** Resolves when the command is to end. The listeners stay: an impatient second Ctrl-C must not cut the goodbye short. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve());
  });
}
