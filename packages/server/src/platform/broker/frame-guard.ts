import type { Socket } from 'node:net';

/** Longest length field of an MQTT frame, bytes. */
const LENGTH_BYTES_MAX = 4;

/**
 * Ends a connection that announces an MQTT frame longer than `maxBytes`, before it is collected in memory.
 * The parser behind it has no limit of its own below 256 MB.
 */
export function guardFrames(socket: Socket, maxBytes: number): void {
  const inspect = frameInspector(maxBytes);
  const read = socket.read.bind(socket);
  socket.read = (size?: number) => {
    const chunk: unknown = read(size);
    if (Buffer.isBuffer(chunk) && !inspect(chunk)) {
      socket.destroy(new Error('frame too long'));
      return null;
    }
    return chunk;
  };
}

/** Follows the frames of a byte stream; false as soon as one announces more than `maxBytes`. */
export function frameInspector(maxBytes: number): (chunk: Uint8Array) => boolean {
  let toSkip = 0;
  let inLength = false;
  let length = 0;
  let lengthBytes = 0;
  return (chunk) => {
    for (let at = 0; at < chunk.length;) {
      if (toSkip > 0) {
        const step = Math.min(toSkip, chunk.length - at);
        toSkip -= step;
        at += step;
      } else if (inLength) {
        const byte = chunk[at] ?? 0;
        at += 1;
        length += (byte & 127) * 128 ** lengthBytes;
        lengthBytes += 1;
        if (length > maxBytes || lengthBytes > LENGTH_BYTES_MAX) return false;
        if (byte < 128) {
          inLength = false;
          toSkip = length;
        }
      } else {
        at += 1;
        inLength = true;
        length = 0;
        lengthBytes = 0;
      }
    }
    return true;
  };
}
