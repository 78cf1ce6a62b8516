import { expect, test } from 'vitest';
import { connectPacket, publishPacket, pubackPacket, readPacket, readPublish } from './mqtt-packets.ts';

test('a publish is read back as it was made, short or long', () => {
  for (const payload of ['', 'x'.repeat(100), 'x'.repeat(20_000)]) {
    const bytes = publishPacket('gw/1/up/report', payload, 515);
    const read = readPacket(bytes, 0);
    expect([read?.type, read?.end]).toEqual([3, bytes.length]);
    const { topic, id, payload: got } = readPublish(read?.body ?? Buffer.alloc(0));
    expect([topic, id, got.toString()]).toEqual(['gw/1/up/report', 515, payload]);
  }
});

test('packets are told apart wherever a chunk ends', () => {
  const both = Buffer.concat([pubackPacket(7), connectPacket('1', 'secret')]);
  const first = readPacket(both, 0);
  expect([first?.type, first?.body]).toEqual([4, Buffer.from([0, 7])]);
  expect(readPacket(both, first?.end ?? 0)?.type).toBe(1);
  for (let end = 5; end < both.length; end += 1) expect(readPacket(both.subarray(0, end), 4)).toBeUndefined();
});
