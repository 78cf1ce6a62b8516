import { Worker } from 'node:worker_threads';
import { after } from '../real-time.ts';
import { cacheFolder, newRunningDir, removeAtOnce } from './folders.ts';
import type { FromWorker, WorkerInput } from './messages.ts';

/** The first start makes a database, on a slow and busy machine. */
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;
const OLDEST_NODE = 24;

export interface SandboxThread {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts a sandbox on a thread of its own in this process. */
export async function startThread(options: Pick<WorkerInput, 'seed' | 'at'>): Promise<SandboxThread> {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    throw new Error(
      `The sandbox needs Node ${OLDEST_NODE} or newer, this is ${process.version}. Run the tests with a newer Node, ` +
        'or start "npx hearthgate start" beside them and use connectSandbox(url).',
    );
  }
  const dataDir = await newRunningDir();
  const input: WorkerInput = { dataDir, cache: cacheFolder(process.env), ...options };
  // Nothing of the runner's own flags and variables: they would load its hooks into the server.
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: input,
    execArgv: [],
    env: pick(process.env, ['PATH', 'HOME', 'TMPDIR']),
  });
  const clean = () => removeAtOnce(dataDir);
  process.once('exit', clean);
  const told = messagesOf(worker);
  try {
    const { url } = await within(told.ready, START_TIMEOUT_MS, 'the sandbox did not start');
    // A test that forgets to stop it ends all the same.
    worker.unref();
    return {
      url,
      stop: async () => {
        worker.postMessage('stop', []);
        try {
          await within(told.stopped, STOP_TIMEOUT_MS, 'the sandbox did not stop');
        } finally {
          await worker.terminate();
          clean();
          process.removeListener('exit', clean);
        }
      },
    };
  } catch (error) {
    await worker.terminate();
    clean();
    process.removeListener('exit', clean);
    throw error;
  }
}

/** Without the missing ones: a thread would be given the text "undefined". */
function pick(env: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

function messagesOf(worker: Worker) {
  const ready = Promise.withResolvers<{ url: string }>();
  const stopped = Promise.withResolvers<void>();
  worker.on('message', (message: FromWorker) => {
    switch (message.kind) {
      case 'ready':
        return ready.resolve(message);
      case 'failed':
        return ready.reject(new Error(`The sandbox did not start. ${message.text}`));
      case 'warning':
        return process.emitWarning(message.text, 'HearthgateSandbox');
      case 'stopped':
        return stopped.resolve();
    }
  });
  worker.on('error', (error) => {
    process.emitWarning(`the sandbox has ended: ${String(error)}`, 'HearthgateSandbox');
    ready.reject(error);
    stopped.reject(error);
  });
  worker.on('exit', () => {
    ready.reject(new Error('the thread of the sandbox has ended'));
    stopped.resolve();
  });
  // Whoever waits is told; nobody has to.
  ready.promise.catch(() => undefined);
  stopped.promise.catch(() => undefined);
  return { ready: ready.promise, stopped: stopped.promise };
}

async function within<T>(work: Promise<T>, ms: number, otherwise: string): Promise<T> {
  const timer = after(ms);
  try {
    return await Promise.race([
      work,
      timer.done.then(() => {
        throw new Error(`${otherwise} within ${ms / 1000} s`);
      }),
    ]);
  } finally {
    timer.cancel();
  }
}
