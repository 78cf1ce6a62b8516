import type { Fault } from '../fault.ts';
import { CLOCKS } from './clocks.ts';
import { fullDisk } from './full-disk.ts';
import { HALF_OPEN } from './half-open.ts';
import { killBroker, killRedis, restartBroker } from './kill-engines.ts';
import { killDatabase } from './kill-database.ts';
import { killDatabaseWorker } from './kill-database-worker.ts';
import { killEverything } from './kill-everything.ts';
import { killServer } from './kill-server.ts';
import { noisyGateway } from './noisy-gateway.ts';
import { poisonedGateway } from './poisoned-gateway.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { restartDatabase } from './restart-database.ts';
import { slowDisk } from './slow-disk.ts';
import { slowReceiver } from './slow-receiver.ts';

/** In this order; those with wishes of their own come last, since each of them gets servers of its own. */
export const FAULTS: readonly Fault[] = [
  killServer,
  killDatabase,
  killDatabaseWorker,
  killBroker,
  killRedis,
  killEverything,
  restartDatabase,
  restartBroker,
  slowDisk,
  ...HALF_OPEN,
  poisonedGateway,
  noisyGateway,
  slowReceiver,
  reconnectStorm,
  fullDisk,
  ...CLOCKS,
];
