import type { TestSandbox } from '../../harness/sandbox.ts';
import { damaged, unknownKey, wrongSecret } from './keys.ts';
import { Random } from '../random.ts';
import { requestText } from './requests.ts';
import { compare, type Comparison } from './statistics.ts';
import { WireConnection } from './wire.ts';

/** Keys to be refused, and the code that says so. */
const KINDS = {
  unknown: { make: unknownKey, code: 'api-key-unknown' },
  wrongSecret: { make: wrongSecret, code: 'api-key-unknown' },
  malformed: { make: damaged, code: 'api-key-malformed' },
} as const;
export type Kind = keyof typeof KINDS;

const WARM_UP = 500;

/**
 * How long the server takes to refuse keys of two kinds. Which kind comes next is drawn by lot, so whatever else the machine
 * does hits both alike. The key that the bad ones are made from is in use, so the server knows it well.
 */
export async function compareRefusals(
  sandbox: TestSandbox,
  kinds: readonly [Kind, Kind],
  { seed, each }: { seed: number; each: number },
): Promise<Comparison> {
  const random = new Random(seed);
  const connection = new WireConnection(Number(new URL(sandbox.app.url).port));
  const valid = sandbox.world.keys.ok;
  const refuse = async (kind: Kind): Promise<number> => {
    // Never refused for coming too often.
    sandbox.passTime(1_000);
    const { make, code } = KINDS[kind];
    return timeOf(connection, make(random, valid), `"code":"${code}"`);
  };
  await timeOf(connection, valid, '"keyId"');
  const times: readonly [number[], number[]] = [[], []];
  for (let round = 0; round < WARM_UP; round += 1) await refuse(kinds[round % 2 === 0 ? 0 : 1]);
  while (times[0].length < each || times[1].length < each) {
    const which = random.chance(0.5) ? 0 : 1;
    times[which].push(await refuse(kinds[which]));
  }
  connection.close();
  return compare(times[0].slice(0, each), times[1].slice(0, each), random);
}

async function timeOf(connection: WireConnection, key: string, expected: string): Promise<number> {
  const text = requestText('GET /api-keys/me HTTP/1.1', [
    ['host', '127.0.0.1'],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-for', '198.51.100.7'],
    ['x-api-key', key],
  ]);
  const startedAt = process.hrtime.bigint();
  const answer = await connection.send(text, false);
  const took = Number(process.hrtime.bigint() - startedAt) / 1_000;
  if (answer?.body.includes(expected) !== true)
    throw new Error(`expected ${expected}: ${answer?.status} ${answer?.body}`);
  return took;
}
