import { startApp } from '../../../packages/server/src/app.ts';
import { readConfig } from '../../../packages/server/src/config/index.ts';

/** The real server, whose caches keep so many entries at most: a fleet of any size does not fit. */
const app = await startApp(readConfig(process.env), { largestCache: Number(process.argv[2]) });
process.once('SIGTERM', () => void app.stop());
