import { startApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config/index.ts';
import { REAL_TIME, startSandbox, type TestSandbox } from './sandbox.ts';

/** Several production nodes on the database of a seeded world, since a sandbox is one node. */
export async function handOverWorld(): Promise<TestSandbox> {
  // Its nodes run in real time.
  const sandbox = await startSandbox({}, {}, REAL_TIME, 1);
  await sandbox.app.stop();
  await sandbox.pool.query("UPDATE installation SET mode = 'production'");
  return sandbox;
}

/** Call it with `x-forwarded-proto: https`; its rate limits run on `monotonic`. */
export function startNode(
  sandbox: TestSandbox,
  monotonic: () => number,
  env: NodeJS.ProcessEnv = {},
): Promise<App> {
  const config = readConfig({
    HEARTHGATE_MODE: 'production',
    DATABASE_URL: sandbox.pool.options.connectionString,
    DATA_DIR: sandbox.dataDir,
    MASTER_KEY_FILE: `${sandbox.dataDir}/master-key.json`,
    PORT: '0',
    ADMIN_PORT: '0',
    MQTT_PORT: '0',
    TRUST_PROXY: '127.0.0.1',
    LOG_LEVEL: 'silent',
    ...env,
  });
  return startApp(config, { monotonic, sharesDatabase: true });
}
