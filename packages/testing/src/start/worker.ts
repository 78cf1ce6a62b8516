// The thread of one sandbox: neither the test runner's loaders nor its fake timers reach it.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, WorkerInput } from './messages.ts';

const { dataDir, cache, seed, at } = workerData as WorkerInput;
const say = (message: FromWorker) => parentPort?.postMessage(message, []);
// Before the server is loaded: a third of a start is reading its source.
enableCompileCache(join(cache, 'code'));
const { discardDataDir, embedSandbox } = await import('@hearthgate/server/maintenance');
const { PreparedDirs } = await import('./prepared.ts');
const { sweepRunningDirs } = await import('./sweep.ts');

const prepared = new PreparedDirs(cache, (text) => say({ kind: 'warning', text }));
const embed = () => embedSandbox({ dataDir, seed, at: at === undefined ? undefined : new Date(at) });

async function startOnCopy() {
  await prepared.make(dataDir);
  try {
    return await embed();
  } catch (error) {
    // The copy may be what is wrong: once more, with a new one.
    say({ kind: 'warning', text: `the kept database did not start and is made anew: ${String(error)}` });
    await discardDataDir(dataDir);
    await prepared.forget();
    await prepared.make(dataDir);
    return embed();
  }
}

try {
  const sandbox = await startOnCopy();
  parentPort?.once('message', () => {
    void sandbox
      .stop()
      .then(() => discardDataDir(dataDir))
      .catch((error: unknown) =>
        say({ kind: 'warning', text: `not everything was stopped: ${String(error)}` }),
      )
      .finally(() => say({ kind: 'stopped' }));
  });
  void sandbox.lost.then(() => say({ kind: 'warning', text: 'the sandbox has lost its database' }));
  say({ kind: 'ready', url: sandbox.url });
  void sweepRunningDirs().catch((error: unknown) =>
    say({ kind: 'warning', text: `what killed tests have left was not removed: ${String(error)}` }),
  );
} catch (error) {
  await discardDataDir(dataDir).catch(() => undefined);
  say({ kind: 'failed', text: error instanceof Error ? error.message : String(error) });
}
