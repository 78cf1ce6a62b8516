import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Agent } from './agent.ts';
import type { AgentConfig } from './config/agent-config.ts';
import { createDriver } from './create-driver.ts';
import { HoleBook } from './hole-book.ts';
import { lockFolder } from './lock-folder.ts';
import { POLL_CLASSES } from './poll/poll-class.ts';
import { RING_LIMITS } from './ring/disk-ring.ts';
import { openRing, renewRing } from './ring/open-ring.ts';

/** Runs until `stopped` resolves: a turn each minute. */
export async function runAgent(
  config: AgentConfig,
  log: (line: string) => void,
  stopped: Promise<void>,
): Promise<void> {
  const { broker: url, ...identity } = config.platform;
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(config.dataDir);
  const ring = join(config.dataDir, 'ring');
  const options = { limits: { ...RING_LIMITS, maxBytes: config.ringBytes }, log };
  const agent = new Agent({
    driver: createDriver(config),
    broker: { url, ...identity },
    openRing: () => openRing(ring, options),
    renewRing: (old) => renewRing(ring, old, options),
    holes: new HoleBook(join(config.dataDir, 'holes.json')),
    now: Date.now,
    log,
  });
  const stop = new AbortController();
  void stopped.then(() => stop.abort());
  const { gateway } = config;
  log(
    gateway.driver === 'ems-esp'
      ? `listening below ${gateway.base}/ at ${gateway.broker}, reporting each minute`
      : `asking the gateway (${gateway.driver}) each minute`,
  );
  while (!stop.signal.aborted) {
    const startedAt = performance.now();
    await Promise.race([agent.turn(), stopped]);
    const restMs = Math.max(0, POLL_CLASSES.FAST - (performance.now() - startedAt));
    await setTimeout(restMs, undefined, { signal: stop.signal }).catch(() => undefined);
  }
  await agent.end();
  await lock.release();
}
