/** The command was called in a wrong way: exit code 2. */
export class UsageError extends Error {}

/** One line for the terminal. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error && error.message !== '' ? error.message : String(error);
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
