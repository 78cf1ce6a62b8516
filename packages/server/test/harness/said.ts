import { vi } from 'vitest';

/** Runs a command of maintenance in this process: its exit code, and what it wrote. */
export async function said(work: () => Promise<void>): Promise<[code: number, text: string]> {
  const written: string[] = [];
  const keep = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(keep),
  );
  try {
    await work();
    return [Number(process.exitCode ?? 0), written.join('')];
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}
