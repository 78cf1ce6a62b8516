import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';

/** The server of this machine: Valkey or Redis; undefined when there is none, and the tests with it are skipped. */
export const REDIS_PROGRAM = ['valkey-server', 'redis-server'].find(
  (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0,
);

if (REDIS_PROGRAM === undefined)
  console.warn(
    'Neither valkey-server nor redis-server is here: shared rate limits are tested in-process only.',
  );

/** A server of its own that keeps nothing; it can be killed, held still and started again on the same port. */
export interface TestRedis {
  readonly url: string;
  start(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** SIGSTOP and SIGCONT: it is there and does not answer. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
}

export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}`,
    start: async () => {
      child = await launch(port);
    },
    kill: async (signal) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
    signal: (signal) => void child?.kill(signal),
  };
  await redis.start();
  return redis;
}

async function launch(port: number): Promise<ChildProcess> {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(REDIS_PROGRAM ?? 'redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (/ready to accept connections/i.test(line)) {
      child.stdout.resume();
      return child;
    }
  }
  throw new Error('the Redis server ended before it was ready');
}
