import { connect, type Socket } from 'node:net';
import type { TestSandbox } from '../../harness/sandbox.ts';
import { Random } from '../random.ts';
import { bytesFor, WAYS, type Insider, type Way } from './mqtt-bytes.ts';
import { mixed } from './routes.ts';

export type BrokerRun = Map<Way, number>;

const APART = 15_485_863;
/** Connections at once, and how long one that is sent nothing may stay. */
const AT_ONCE = 12;
const STAY_MS = 40;

/** `count` connections to the MQTT port, each with something wrong; all ways in turn. */
export async function fuzzBroker(
  sandbox: TestSandbox,
  insiders: Readonly<Record<Insider['dialect'], Insider>>,
  { seed, round, run, count }: { seed: number; round: number; run: BrokerRun; count: number },
): Promise<void> {
  const random = new Random(mixed(seed, round, APART));
  let left = count;
  const work = async () => {
    while (left-- > 0) {
      const way = WAYS[left % WAYS.length] ?? WAYS[0];
      run.set(way, (run.get(way) ?? 0) + 1);
      const insider = insiders[way.endsWith('EMS-ESP') ? 'EMS-ESP' : 'native'];
      await one(sandbox, bytesFor(way, insider, random), random);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Sends the bytes, in one piece or two, stays for a moment and goes without a word. */
async function one(sandbox: TestSandbox, bytes: Buffer, random: Random): Promise<void> {
  const cut = random.chance(0.5) ? bytes.length : random.below(bytes.length + 1);
  const isRude = random.chance(0.5);
  const socket: Socket = connect(sandbox.app.mqttPort, '127.0.0.1');
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(bytes.subarray(0, cut));
  if (cut < bytes.length) setImmediate(() => socket.writable && socket.write(bytes.subarray(cut)));
  const timer = setTimeout(() => (isRude ? socket.resetAndDestroy() : socket.destroy()), STAY_MS);
  await closed;
  clearTimeout(timer);
}
