import { writeToStream } from 'mqtt-packet';

/** The library remembers the bytes of every length below this that it has written once. */
const LENGTHS = 16_384;
const TOPIC = 't';
/** The topic and its own length. */
const BEFORE_PAYLOAD = 2 + TOPIC.length;

let isDone = false;

/**
 * Lets the library remember all lengths now, next to each other: as they come, each would keep the whole 64 kB that Node
 * cut its few bytes from, and a server that says many different things would hold on to hundreds of megabytes.
 */
export function keepLengthsTogether(): void {
  if (isDone) return;
  isDone = true;
  const payload = Buffer.alloc(LENGTHS);
  // Without `cork`, which would put each of them off.
  const nowhere = { write: () => true } as unknown as NodeJS.WritableStream;
  for (let length = BEFORE_PAYLOAD; length < LENGTHS; length += 1) {
    const said = payload.subarray(0, length - BEFORE_PAYLOAD);
    writeToStream(
      { cmd: 'publish', topic: TOPIC, payload: said, qos: 0, dup: false, retain: false },
      nowhere,
    );
  }
}
