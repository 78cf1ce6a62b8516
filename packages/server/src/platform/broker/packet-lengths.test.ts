import { writeToStream } from 'mqtt-packet';
import { expect, test } from 'vitest';
import { keepLengthsTogether } from './packet-lengths.ts';

const TOPIC = 'gw/101000001/down/command';

/** The bytes of the length in the header of such a message, as the library gives them to the socket. */
function lengthBytes(payloadLength: number): Buffer {
  const written: Buffer[] = [];
  const socket = { write: (bytes: Buffer) => written.push(bytes) } as unknown as NodeJS.WritableStream;
  const payload = 'x'.repeat(payloadLength);
  writeToStream({ cmd: 'publish', topic: TOPIC, payload, qos: 0, dup: false, retain: false }, socket);
  return written[1] ?? Buffer.alloc(0);
}

test('messages of many lengths, sent one at a time, do not each keep a piece of memory', () => {
  keepLengthsTogether();
  const kept = new Set<ArrayBufferLike>();
  for (let length = 100; length < 16_000; length += 100) {
    const bytes = lengthBytes(length);
    const rest = 2 + TOPIC.length + length;
    expect([...bytes]).toEqual(rest < 128 ? [rest] : [(rest % 128) + 128, rest >> 7]);
    kept.add(bytes.buffer);
    // What passes by in the meantime.
    Buffer.from('x'.repeat(Buffer.poolSize / 4));
  }
  expect(kept.size).toBeLessThan(10);
});
