/** Why the program cannot start, and the cure. The message is shown as is; the exit code is 1. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
