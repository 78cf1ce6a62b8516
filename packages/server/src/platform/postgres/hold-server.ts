// A small Hearthgate for the tests, as a process of its own that can be killed: node hold-server.ts DATA_DIR
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { takeServerLock } from './server-lock.ts';

const [, , dataDir = ''] = process.argv;
const ignore = (): void => undefined;
const postgres = await startEmbeddedPostgres({ dataDir, log: { info: ignore, warn: ignore, error: ignore } });
try {
  const lock = await takeServerLock(postgres.connection, dataDir);
  process.stdout.write('holding\n');
  await new Promise((resolve) => {
    process.once('SIGTERM', resolve);
  });
  await lock.release();
  await postgres.stop();
} catch (error) {
  await postgres.release();
  process.stdout.write(`${String(error)}\n`);
  process.exitCode = 1;
}
