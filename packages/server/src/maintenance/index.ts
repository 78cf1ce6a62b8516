import { readConfig } from '../config/index.ts';
import { StartupError } from '../platform/startup-error.ts';
import { addresses, welcome } from './welcome.ts';

export {
  discardDataDir,
  embedSandbox,
  prepareDataDir,
  preparedVersion,
  type EmbeddedSandbox,
} from './embedded-sandbox.ts';
export { StartupError } from '../platform/startup-error.ts';
export { backUp, backUpBase, printBackups, writeBackupNote } from './backup/backup.ts';
export { restore, type RestoreOrder } from './restore/restore.ts';
export { printDistribution } from './citus/print-distribution.ts';
export { diagnose } from './doctor/diagnose.ts';
export type { Finding } from './doctor/finding.ts';
export { exportMosquitto } from './mosquitto/export-mosquitto.ts';
export { createOperator, dropOperator, printOperators, renewOperator } from './operators.ts';
export { migrateDatabase } from './migrate-database.ts';
export { rotateSecrets, type RotationKind } from './secrets/rotate-secrets.ts';
export { showSecrets } from './secrets/show-secrets.ts';
export { verifyConsent, type ConsentCheck } from './verify-consent.ts';

/** How long a stop may take before the process goes all the same: longer than a call that waits for a gateway. */
const STOP_TIMEOUT_MS = 45_000;

/** Starts the server from the environment and runs until SIGINT or SIGTERM; the process exits with what this says. */
export async function start(env: NodeJS.ProcessEnv = process.env, { json = false } = {}): Promise<void> {
  const stopAsked = new Promise<string>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  try {
    const config = readConfig(env);
    // Loaded only now: other commands need no server.
    const { startApp } = await import('../app.ts');
    const app = await startApp(config);
    process.stdout.write(json ? `${JSON.stringify(addresses(app))}\n` : welcome(app, config));
    const why = await Promise.race([stopAsked, app.lost.then(() => 'lost' as const)]);
    setTimeout(() => process.exit(1), config.drainMs + STOP_TIMEOUT_MS).unref();
    // A second Ctrl-C does not wait.
    process.once('SIGINT', () => process.exit(130));
    await app.stop();
    if (why === 'lost') {
      process.stderr.write('The lock on the database was lost, so the server has stopped. Start it again.\n');
      process.exitCode = 1;
    }
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
