import { StartupError } from '../platform/startup-error.ts';

/** Runs `work`; what the operator can cure is told without a stack, with exit code 1. */
export async function told(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** How far a long command is, on one line of a terminal; nothing elsewhere. */
export function progressLine(): { show: (text: string) => void; clear: () => void } {
  const { stderr } = process;
  return {
    show: (text) => void (stderr.isTTY && stderr.write(`\r\u001B[K${text}`)),
    clear: () => void (stderr.isTTY && stderr.write('\r\u001B[K')),
  };
}
