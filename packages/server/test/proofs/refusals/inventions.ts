import type { TestSandbox } from '../../harness/sandbox.ts';
import { v4, v6 } from './headers.ts';
import { unknownKey } from './keys.ts';
import { usedMemory } from '../../harness/memory.ts';
import { BASE62, Random } from '../random.ts';
import { listedAddress, requestText } from './requests.ts';
import { inventedGateway } from './targets.ts';
import { WireConnection } from './wire.ts';

/** Long enough that none of these requests is refused for its rate: each gets as far as an invented name can. */
const PASS_MS = 5_000;

/**
 * Sends requests that name something new each: keys, addresses, gateways, circuits, programs, commands.
 * Tells the bytes in use after every `sampleEvery` of them.
 */
export async function inventions(
  sandbox: TestSandbox,
  { seed, requests, sampleEvery }: { seed: number; requests: number; sampleEvery: number },
): Promise<number[]> {
  const random = new Random(seed);
  const connection = new WireConnection(Number(new URL(sandbox.app.url).port));
  const { ok } = sandbox.world.keys;
  const memory: number[] = [];
  for (let sent = 1; sent <= requests; sent += 1) {
    sandbox.passTime(PASS_MS);
    const answer = await connection.send(invention(random, ok), false);
    if (!answer || answer.status < 400 || answer.status > 404)
      throw new Error(`an unexpected answer: ${answer?.status} ${answer?.body}`);
    if (sent % sampleEvery === 0) memory.push(await usedMemory());
  }
  connection.close();
  return memory;
}

function invention(random: Random, validKey: string): string {
  const own: [string, string][] = [
    ['x-forwarded-for', listedAddress(random)],
    ['x-api-key', validKey],
  ];
  const foreign = (): [string, string][] => [
    ['x-forwarded-for', random.chance(0.5) ? v4(random) : v6(random)],
    ['x-api-key', unknownKey(random, validKey)],
  ];
  const name = random.text(12, BASE62);
  const [target, headers] = random.pick<() => [string, [string, string][]]>([
    () => ['/api-keys/me', foreign()],
    () => [`/contracts/${inventedGateway(random)}`, foreign()],
    () => [`/hvacs/${inventedGateway(random)}`, foreign()],
    () => [`/hvacs/${inventedGateway(random)}`, own],
    () => [`/hvacs/${inventedGateway(random)}/heatingCircuits/1`, own],
    () => [`/contracts/${inventedGateway(random)}/access`, own],
    () => [`/hvacs/101000001/heatingCircuits/${random.below(1_000_000) + 10}`, own],
    () => [`/hvacs/101000001/heatingCircuits/1/timePrograms/${name}`, own],
    () => [`/hvacs/101000001/commands/cmd_${name}`, own],
    () => [`/${name}`, own],
  ])();
  return requestText(`GET ${target} HTTP/1.1`, [
    ['host', '127.0.0.1'],
    ['x-forwarded-proto', 'https'],
    ...headers,
  ]);
}
