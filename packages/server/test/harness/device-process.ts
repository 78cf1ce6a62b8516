import { spawn } from 'node:child_process';

/** A command that plays a gateway and runs until it is ended. */
export interface DeviceProcess {
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts it in a process group of its own, as a terminal does, and waits until it says that it is connected. */
export async function startDevice(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<DeviceProcess> {
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (/connected/i.test(output)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`the device ended: ${output}`)));
  });
  return {
    end: async (signal) => {
      // Ctrl-C goes to the whole group of the terminal.
      if (child.pid !== undefined) process.kill(-child.pid, signal);
      await ended;
    },
  };
}
