import { createRequire } from 'node:module';
import type { writeToStream } from 'mqtt-packet';
import { expect, test } from 'vitest';
import { keepLengthsTogether } from './packet-lengths.ts';

const TOPIC = 'gw/101000001/up/report';

/** Those of the client, which may have a copy of its own. */
const ofClient = createRequire(createRequire(import.meta.url).resolve('mqtt'));
const packets = ofClient('mqtt-packet') as { writeToStream: typeof writeToStream };

/** The bytes of the length in the header of a report, as the library gives them to the socket. */
function lengthBytes(payload: string): Buffer {
  const written: Buffer[] = [];
  const socket = { write: (bytes: Buffer) => written.push(bytes) } as unknown as NodeJS.WritableStream;
  packets.writeToStream({ cmd: 'publish', topic: TOPIC, payload, qos: 0, dup: false, retain: false }, socket);
  return written[1] ?? Buffer.alloc(0);
}

test('reports of many lengths do not each keep a piece of memory', () => {
  keepLengthsTogether();
  const kept = new Set<ArrayBufferLike>();
  for (let length = 200; length < 16_000; length += 100) {
    const bytes = lengthBytes('x'.repeat(length));
    const rest = 2 + TOPIC.length + length;
    expect([...bytes]).toEqual([(rest % 128) + 128, rest >> 7]);
    kept.add(bytes.buffer);
    // What passes by in the meantime.
    Buffer.from('x'.repeat(Buffer.poolSize / 4));
  }
  expect(kept.size).toBeLessThan(10);
});
