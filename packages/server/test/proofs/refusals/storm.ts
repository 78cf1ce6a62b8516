import type { TestSandbox } from '../../harness/sandbox.ts';
import { brokenFault, brokenLabel, faultOf, labelOf } from './judge.ts';
import { usedMemory } from '../../harness/memory.ts';
import { Random } from '../random.ts';
import { attack } from './requests.ts';
import { sendBroken, WireConnection } from './wire.ts';

export interface Storm {
  readonly requests: number;
  readonly seconds: number;
  /** How often each answer came, the most frequent first. */
  readonly answers: readonly (readonly [label: string, count: number])[];
  readonly faults: readonly string[];
  /** Bytes in use after every `sampleEvery` requests. */
  readonly memory: readonly number[];
}

/** Connections at once. */
const CONNECTIONS = 16;
/** A run that is wrong everywhere need not name every place. */
const FAULTS_MAX = 20;
/** Requests of a calm stretch, in which time passes for the rate limits, and of the rush that follows it. */
const STRETCH = 250;
const CALM_MS = 2_000;

/** Sends bad requests over real connections and judges every answer. */
export async function storm(
  sandbox: TestSandbox,
  { seed, requests, sampleEvery }: { seed: number; requests: number; sampleEvery: number },
): Promise<Storm> {
  const port = Number(new URL(sandbox.app.url).port);
  const random = new Random(seed);
  const answers = new Map<string, number>();
  const faults: string[] = [];
  const memory: number[] = [];
  const count = (label: string) => answers.set(label, (answers.get(label) ?? 0) + 1);
  const note = (fault: string | undefined, text: string) => {
    if (fault !== undefined && faults.length < FAULTS_MAX)
      faults.push(`${fault}\n  to ${JSON.stringify(text.slice(0, 1_500))}`);
  };
  let sentSoFar = 0;
  const one = async (connection: WireConnection): Promise<void> => {
    const sent = attack(random, sandbox.world.keys);
    const isCalm = Math.floor(sentSoFar / STRETCH) % 2 === 0;
    sentSoFar += 1;
    if (isCalm) sandbox.passTime(CALM_MS);
    if (sent.isBroken) {
      const statuses = await sendBroken(port, sent.text);
      count(brokenLabel(statuses));
      note(brokenFault(sent, statuses), sent.text);
      return;
    }
    const answer = await connection.send(sent.text, sent.method === 'HEAD');
    note(faultOf(sent, answer), sent.text);
    count(answer ? labelOf(answer) : 'closed');
  };
  const connections = Array.from({ length: CONNECTIONS }, () => new WireConnection(port));
  const startedAt = performance.now();
  for (let done = 0; done < requests; done += sampleEvery) {
    let left = Math.min(sampleEvery, requests - done);
    const work = async (connection: WireConnection) => {
      while (left-- > 0) await one(connection);
    };
    await Promise.all(connections.map(work));
    memory.push(await usedMemory());
  }
  for (const connection of connections) connection.close();
  return {
    requests,
    seconds: (performance.now() - startedAt) / 1000,
    answers: [...answers].toSorted(([, a], [, b]) => b - a),
    faults,
    memory,
  };
}
