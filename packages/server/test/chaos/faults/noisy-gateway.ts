import { setTimeout as wait } from 'node:timers/promises';
import { topics } from '@hearthgate/wire';
import { beside } from '../beside.ts';
import type { Fault } from '../fault.ts';
import { publisherOf } from '../load/publisher.ts';

const PER_SECOND = 1_000;
const LASTS_MS = 8_000;
const ALONE_MS = 4_000;
const TICK_MS = 20;

export const noisyGateway: Fault = {
  name: 'noisy-gateway',
  setUps: ['one', 'many'],
  promise:
    'A gateway that says too much waits for its turn, and the others hardly notice: five times their latency at most, or less than half a second.',
  how: `One gateway publishes ${PER_SECOND} reports a second for ${LASTS_MS / 1_000} s, a hundred times its share.`,
  backWithinS: 5,
  inflict: async ({ world, load }) => {
    const quietSince = performance.now();
    await wait(ALONE_MS);
    const began = performance.now();
    const made = load.spare(1);
    const client = await publisherOf(made, world.brokerUrl);
    client.on('error', () => undefined);
    const counts = { sent: 0, acknowledged: 0 };
    while (performance.now() - began < LASTS_MS) {
      const due = Math.floor(((performance.now() - began) * PER_SECOND) / 1_000);
      while (counts.sent < due) {
        counts.sent += 1;
        const values = { '/heatingCircuits/hc1/roomtemperature': counts.sent % 30 };
        const payload = { boot: 'noise', seq: counts.sent, at: new Date().toISOString(), values };
        const topic = topics.up(made.gatewayId, 'report');
        client.publish(topic, JSON.stringify(payload), { qos: 1 }, (error) => {
          if (!error) counts.acknowledged += 1;
        });
      }
      await wait(TICK_MS);
    }
    const ended = performance.now();
    // Those made last are still on their way.
    await wait(500);
    await client.endAsync(true);
    const found = beside(
      'reports of the others accepted',
      load.latencies(quietSince, began),
      load.latencies(began, ended),
    );
    return {
      ...found,
      measured: [`${counts.sent} reports sent, ${counts.acknowledged} acknowledged`, ...found.measured],
    };
  },
};
