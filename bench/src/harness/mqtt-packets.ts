/** MQTT 3.1.1 packets of a gateway, made once and sent often: the generator must cost less than what it measures. */

const CONNECT = 0x10;
const PUBLISH_QOS_1 = 0x32;
const SUBSCRIBE = 0x82;
const CLEAN_WITH_USER_AND_PASSWORD = 0xc2;
/** Longer than any bench. */
const KEEP_ALIVE_SECONDS = 3_600;

export function connectPacket(user: string, password: string): Buffer {
  const keepAlive = uint16(KEEP_ALIVE_SECONDS);
  const flags = Buffer.from([4, CLEAN_WITH_USER_AND_PASSWORD]);
  return packet(CONNECT, text('MQTT'), flags, keepAlive, text(user), text(user), text(password));
}

export function subscribePacket(topic: string): Buffer {
  return packet(SUBSCRIBE, uint16(1), text(topic), Buffer.from([1]));
}

/** At QoS 1. */
export function publishPacket(topic: string, payload: string, id: number): Buffer {
  return packet(PUBLISH_QOS_1, text(topic), uint16(id), Buffer.from(payload));
}

export function pubackPacket(id: number): Buffer {
  return Buffer.from([0x40, 2, id >> 8, id & 0xff]);
}

/** Packet type 1 to 15 and the part behind the length; undefined while it is not whole. */
export function readPacket(
  bytes: Buffer,
  from: number,
): { type: number; body: Buffer; end: number } | undefined {
  let length = 0;
  for (let at = from + 1, shift = 0; at < bytes.length; at += 1, shift += 7) {
    const byte = bytes[at] ?? 0;
    length |= (byte & 0x7f) << shift;
    if (byte >= 0x80) continue;
    const end = at + 1 + length;
    if (end > bytes.length) return undefined;
    return { type: (bytes[from] ?? 0) >> 4, body: bytes.subarray(at + 1, end), end };
  }
  return undefined;
}

/** Topic, packet id and payload of a PUBLISH at QoS 1. */
export function readPublish(body: Buffer): { topic: string; id: number; payload: Buffer } {
  const topicEnd = 2 + body.readUInt16BE(0);
  return {
    topic: body.toString('utf8', 2, topicEnd),
    id: body.readUInt16BE(topicEnd),
    payload: body.subarray(topicEnd + 2),
  };
}

function packet(first: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  for (let left = body.length; ; left >>= 7) {
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    if (left <= 0x7f) break;
  }
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint16(bytes.length), bytes]);
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}
