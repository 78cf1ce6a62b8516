import { expect, test } from 'vitest';
import { FAULTS } from '../chaos/faults/index.ts';
import { helpOf, readOptions } from '../chaos/options.ts';
import { isKept, Suite } from '../chaos/suite.ts';

/** `npm run chaos` tries all of them, in both set-ups, and writes docs/proofs/chaos.md. */
const SHORT = ['kill-everything', 'poisoned-gateway'];
/** Three test files run at once on a small machine. */
const PATIENCE = 4;
const TIMEOUT_MS = 240_000;

test(
  'nothing that was accepted is lost when everything is killed, nor by what one gateway says',
  async () => {
    const said: string[] = [];
    const suite = new Suite(1, (line) => said.push(line), PATIENCE);
    const faults = FAULTS.filter(({ name }) => SHORT.includes(name));
    const result = await suite.run(faults, ['one']);
    // What was said is the explanation when it is not so.
    const { length: tried } = result.outcomes;
    expect({ tried, isKept: isKept(result), said }).toEqual({ tried: SHORT.length, isKept: true, said });
    for (const { account } of result.outcomes) expect(account.accepted).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

test('the command line names each fault, and says what it does not know', () => {
  const [first] = FAULTS;
  expect(readOptions([], FAULTS)).toEqual({
    faults: FAULTS,
    setUps: ['one', 'many'],
    seed: 1,
    writes: true,
  });
  expect(readOptions(['kill-server', '--set-up', 'one', '--seed=7'], FAULTS)).toEqual({
    faults: [first],
    setUps: ['one'],
    seed: 7,
    writes: false,
  });
  expect(readOptions(['--help'], FAULTS)).toBeUndefined();
  for (const { name } of FAULTS) expect(helpOf(FAULTS)).toContain(`  ${name} `);
  expect(() => readOptions(['burn'], FAULTS)).toThrow('There is no fault burn.');
  expect(() => readOptions(['--seed', '1.5'], FAULTS)).toThrow('--seed needs a whole number');
  expect(() => readOptions(['--set-up'], FAULTS)).toThrow('--set-up needs one of one, many');
  expect(() => readOptions(['--loud'], FAULTS)).toThrow('Unknown: --loud');
});
