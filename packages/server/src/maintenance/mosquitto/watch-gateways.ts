import pg from 'pg';
import { CHANGES_CHANNEL } from '../../platform/database/shared-caches.ts';

/** Several registrations, such as those of an import, become one file. */
const COLLECT_MS = 300;
/** Also without news: a message may have been lost. */
const LOOK_AGAIN_MS = 30_000;
const RECONNECT_MS = 1_000;

/** Calls `write` whenever gateways were registered or removed, one call after the other; a database that is away is waited for. */
export async function watchGateways(
  connectionString: string,
  {
    write,
    until,
    failed,
  }: { write: () => Promise<void>; until: Promise<void>; failed: (reason: string) => void },
): Promise<void> {
  let isOver = false;
  let wake: () => void = () => undefined;
  void until.then(() => {
    isOver = true;
    wake();
  });
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const isEnded = () => isOver;
  while (!isEnded()) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, keepAlive: true });
    let isLost = false;
    let isWanted = true;
    client.on('error', () => {
      isLost = true;
      wake();
    });
    client.on('notification', ({ payload = '' }) => {
      if (!/\["gateways",/.test(payload)) return;
      isWanted = true;
      wake();
    });
    const hasNews = () => isWanted;
    const isGone = () => isLost;
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANGES_CHANNEL}`);
      while (!isEnded() && !isGone()) {
        if (!hasNews()) await sleep(LOOK_AGAIN_MS);
        await sleep(COLLECT_MS);
        isWanted = false;
        await write();
      }
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error));
    } finally {
      await client.end().catch(() => undefined);
    }
    if (!isEnded()) await sleep(RECONNECT_MS);
  }
}
