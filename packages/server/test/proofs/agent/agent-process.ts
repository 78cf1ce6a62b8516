import { join } from 'node:path';
import { Agent, HoleBook, k40Driver, km200Driver, openRing, renewRing } from '@hearthgate/device/agent';
import type { Setting, Turned } from './agent-under-fire.ts';

/** An agent in a process of its own, whose clock its parent moves: `{ nowMs }` is a turn at that time. */
const setting = JSON.parse(process.argv[2] ?? '') as Setting;
const { gateway, folder, broker } = setting;
let nowMs = 0;

const ring = join(folder, 'ring');
const agent = new Agent({
  driver:
    gateway.kind === 'km200' ? km200Driver(gateway.address, 'Europe/Berlin') : k40Driver(gateway.address),
  broker,
  openRing: () => openRing(ring, { log: say }),
  renewRing: (old) => renewRing(ring, old, { log: say }),
  holes: new HoleBook(join(folder, 'holes.json')),
  now: () => nowMs,
  log: say,
});

process.on('message', (order: { nowMs: number }) => {
  nowMs = order.nowMs;
  void agent.turn().then(tell);
});

function tell(): void {
  const { lastSeq, oldestSeq, boot } = agent.ring;
  const turned: Turned = { lastSeq, oldestSeq, boot, isConnected: agent.gateway.connected };
  process.send?.(turned);
}

function say(line: string): void {
  console.log(line);
}
