import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { caller } from './sandbox.ts';

const CLI = fileURLToPath(new URL('../../../cli/bin/hearthgate.js', import.meta.url));
/** Below what a hook may take, so that the output is told. */
const READY_TIMEOUT_MS = 45_000;
const LOOK_EVERY_MS = 25;

/** `hearthgate start` as a process of its own, which can be killed. */
export interface ServerProcess {
  readonly baseUrl: string;
  readonly pid: number;
  readonly output: () => string;
  readonly call: ReturnType<typeof caller>;
  /** Resolves when it is gone, for whatever reason. */
  readonly ended: Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Starts the server, by another program if one is given, and waits until it is ready; rejects with its output when it ends before. */
export async function startServerProcess(
  env: Record<string, string>,
  program: readonly string[] = [CLI, 'start'],
): Promise<ServerProcess> {
  const child = spawn(process.execPath, program, {
    env: { ...process.env, LOG_LEVEL: 'error', ADMIN_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const baseUrl = `http://127.0.0.1:${env['PORT']}`;
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (!(await isReady(baseUrl))) {
    if (hasEnded(child)) throw new Error(`the server ended: ${output}`);
    if (performance.now() > deadline) throw new Error(`the server was not ready in time: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return {
    baseUrl,
    pid: child.pid ?? 0,
    output: () => output,
    call: caller(baseUrl),
    ended,
    kill: async (signal) => {
      if (hasEnded(child)) return;
      child.kill(signal);
      await ended;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function isReady(baseUrl: string): Promise<boolean> {
  return fetch(`${baseUrl}/health/ready`, { signal: AbortSignal.timeout(1_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}
