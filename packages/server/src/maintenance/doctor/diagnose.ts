import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig, type Config } from '../../config/index.ts';
import { openDatabase, openPool } from '../../platform/database/database.ts';
import { createLog } from '../../platform/log.ts';
import { refuseCutOff } from '../../platform/postgres/half-restored.ts';
import { StartupError } from '../../platform/startup-error.ts';
import { riskySettings } from '../../config/index.ts';
import { visitDatabase } from '../visit-database.ts';
import { checkArchive } from './check-archive.ts';
import { checkDatabase } from './check-database.ts';
import { checkFiles } from './check-files.ts';
import { checkMqttTls } from './check-mqtt-tls.ts';
import { checkPublicUrl } from './check-public-url.ts';
import { checkRuntime } from './check-runtime.ts';
import { checkServer } from './check-server.ts';
import { checkServices } from './check-services.ts';
import { checkWebhooks } from './check-webhooks.ts';
import { ok, reasonOf, warning, wrong, type Finding } from './finding.ts';

/** Looks at everything that "hearthgate start" needs with these settings, whether it runs or not. Changes nothing. */
export async function* diagnose(env: NodeJS.ProcessEnv): AsyncGenerator<Finding> {
  yield* checkRuntime();
  let config: Config;
  try {
    config = readConfig(env);
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    const faults = error.message.split('\n').slice(1);
    for (const fault of faults)
      yield wrong('settings', fault.replace(/^[\s-]+/, ''), '.env.example describes every setting');
    return;
  }
  yield ok('settings', `sound, ${config.mode}`);
  for (const risk of riskySettings(config))
    yield warning('settings', risk, '.env.example describes every setting');
  const { isRunning, findings } = await checkServer(config);
  yield* findings;
  yield* checkMqttTls(config);
  yield* await checkFiles(config);
  yield* await databaseFindings(config);
  yield* await checkServices(config);
  yield* await checkPublicUrl(config, isRunning);
}

async function databaseFindings(config: Config): Promise<Finding[]> {
  const { databaseUrl, dataDir, walArchive } = config;
  if (databaseUrl === undefined) {
    const cutOff = await refuseCutOff(dataDir).catch(reasonOf);
    if (typeof cutOff === 'string')
      return [wrong('database', 'a restore was cut off, so that there is none', cutOff)];
  }
  const isMade =
    databaseUrl !== undefined ||
    (await access(join(dataDir, 'postgres', 'PG_VERSION')).then(
      () => true,
      () => false,
    ));
  if (!isMade) return [ok('database', 'not there yet: the first start makes it in DATA_DIR')];
  const log = createLog('silent');
  try {
    return await visitDatabase(config, log, async (connection) => {
      const findings = await checkDatabase(config, connection);
      const isCurrent = findings.some(({ check, state }) => check === 'migrations' && state === 'ok');
      if (!isCurrent) return findings;
      const pool = openPool(connection, log);
      try {
        const db = openDatabase(pool);
        const archived =
          databaseUrl === undefined && walArchive !== undefined ? await checkArchive(db, walArchive) : [];
        return [...findings, ...archived, await checkWebhooks(db)];
      } finally {
        await pool.end();
      }
    });
  } catch (error) {
    return [
      wrong(
        'database',
        `of DATA_DIR does not start (${reasonOf(error)})`,
        'the text says what stands in its way',
      ),
    ];
  }
}
