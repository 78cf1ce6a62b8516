import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameInspector, guardFrames } from './frame-guard.ts';

const MAX_BYTES = 300;

/** The length field of MQTT: seven bits a byte, the lowest first. */
function lengthField(length: number): number[] {
  const byte = length % 128;
  return length < 128 ? [byte] : [byte + 128, ...lengthField(Math.floor(length / 128))];
}
function frame(type: number, length: number): Buffer {
  return Buffer.concat([Buffer.from([type, ...lengthField(length)]), Buffer.alloc(length, 0xff)]);
}

function inspect(maxBytes: number, chunks: readonly Uint8Array[]): boolean {
  const inspector = frameInspector(maxBytes);
  return chunks.every((chunk) => inspector(chunk));
}

/** The stream cut at the given places. */
function cut(stream: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (stream.length + 1)), stream.length].toSorted(
    (a, b) => a - b,
  );
  return ends.map((end, index) => stream.subarray(ends[index - 1] ?? 0, end));
}

test('frames are judged alike however the stream is cut', () => {
  const frames = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: MAX_BYTES + 5 })),
    {
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(frames, fc.array(fc.nat(), { maxLength: 30 }), (list, places) => {
      const stream = Buffer.concat(list.map(([type, length]) => frame(type, length)));
      const isSound = list.every(([, length]) => length <= MAX_BYTES);
      expect(inspect(MAX_BYTES, [stream])).toBe(isSound);
      expect(inspect(MAX_BYTES, cut(stream, places))).toBe(isSound);
    }),
  );
});

test('any bytes are judged alike whole and byte by byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(
        inspect(
          MAX_BYTES,
          [...bytes].map((byte) => Uint8Array.of(byte)),
        ),
      ).toBe(inspect(MAX_BYTES, [bytes]));
    }),
  );
});

test('a frame of exactly the maximum passes, one byte more does not', () => {
  expect(inspect(MAX_BYTES, [frame(0x30, MAX_BYTES)])).toBe(true);
  expect(inspect(MAX_BYTES, [frame(0x30, MAX_BYTES + 1)])).toBe(false);
});

test('a long frame is refused when it is announced, before its body', () => {
  const inspector = frameInspector(MAX_BYTES);
  const [type = 0, first = 0, second = 0] = frame(0x30, MAX_BYTES + 1);
  expect(inspector(Uint8Array.of(type))).toBe(true);
  expect(inspector(Uint8Array.of(first))).toBe(true);
  expect(inspector(Uint8Array.of(second))).toBe(false);
});

test('a length field of more than four bytes is refused', () => {
  expect(inspect(MAX_BYTES, [Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x00)])).toBe(true);
  expect(inspect(MAX_BYTES, [Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x80, 0x00)])).toBe(false);
});

/** A guarded connection on this machine: what was read from it, and how it ended. */
async function guarded(sent: Buffer): Promise<{ read: Buffer; error: string | undefined }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
  const [socket] = await accepted;
  const outcome: { read: Buffer; error: string | undefined } = { read: Buffer.alloc(0), error: undefined };
  guardFrames(socket, MAX_BYTES);
  socket.on('error', (error) => void (outcome.error = error.message));
  socket.on('readable', () => {
    for (let chunk: unknown = socket.read(); Buffer.isBuffer(chunk); chunk = socket.read()) {
      outcome.read = Buffer.concat([outcome.read, chunk]);
    }
  });
  const closed = once(socket, 'close').catch(() => once(socket, 'close'));
  client.end(sent);
  await closed;
  client.destroy();
  server.close();
  return outcome;
}

test('a connection with short frames is read as it is', async () => {
  const frames = Buffer.concat([frame(0x10, 20), frame(0x30, MAX_BYTES)]);
  expect(await guarded(frames)).toEqual({ read: frames, error: undefined });
});

test('a connection that announces a long frame is ended, and nothing of it is read', async () => {
  expect(await guarded(frame(0x30, MAX_BYTES + 1))).toEqual({
    read: Buffer.alloc(0),
    error: 'frame too long',
  });
});
