import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/index.ts';

/** One node as a process of its own, whose webhooks may lead to a receiver on this machine. */
const app = await startApp(readConfig(process.env), { allowLoopback: true });
process.stdout.write(`ready at ${app.url}\n`);
process.once('SIGTERM', () => void app.stop());
