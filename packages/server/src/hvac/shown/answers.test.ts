import { expect, test } from 'vitest';
import { emptyState } from '../system-state.ts';
import { Answers } from './answers.ts';

const ONLINE = 'ONLINE' as const;

/** Asks and counts how often the answer had to be made. */
function counted(answers: Answers) {
  const made = { count: 0 };
  const ask = (
    state: ReturnType<typeof emptyState>,
    path = '/one',
    connectivity: 'ONLINE' | 'OFFLINE' = ONLINE,
  ) => {
    const make = () => ({ text: `${path} ${state.latestAtMs} ${connectivity}`, no: (made.count += 1) });
    return answers.text({ state, connectivity, make }, path, ({ text }) => text);
  };
  return { made, ask };
}

test('an answer is kept from the second time on that its state is asked for', () => {
  const { made, ask } = counted(new Answers());
  const state = emptyState(101_000_001);
  for (let times = 0; times < 5; times += 1) expect(ask(state)).toBe('/one 0 ONLINE');
  expect(made.count).toBe(2);
});

test('another state, another connectivity and another path are other answers', () => {
  const { ask } = counted(new Answers());
  const before = emptyState(101_000_001);
  const after = { ...before, latestAtMs: 7 };
  for (let times = 0; times < 3; times += 1) ask(before);
  for (let times = 0; times < 3; times += 1) expect(ask(after)).toBe('/one 7 ONLINE');
  for (let times = 0; times < 3; times += 1) expect(ask(after, '/one', 'OFFLINE')).toBe('/one 7 OFFLINE');
  for (let times = 0; times < 3; times += 1) expect(ask(after, '/two')).toBe('/two 7 ONLINE');
  expect(ask(before)).toBe('/one 0 ONLINE');
});

test('what is refused is refused again, and not kept', () => {
  const answers = new Answers();
  const state = emptyState(101_000_001);
  const make = () => {
    throw new Error('there is no such circuit');
  };
  for (let times = 0; times < 3; times += 1)
    expect(() => answers.text({ state, connectivity: ONLINE, make }, '/one', String)).toThrow(
      'no such circuit',
    );
  expect(answers.bytes).toBe(0);
});

test('the memory is bounded, and what was not used again goes first', () => {
  const answers = new Answers(2_000);
  const { made, ask } = counted(answers);
  const states = Array.from({ length: 100 }, (_, index) => emptyState(101_000_000 + index));
  const [first = emptyState(1)] = states;
  for (const state of states)
    for (const one of [state, state, first]) {
      ask(one);
      expect(answers.bytes).toBeLessThanOrEqual(2_000);
    }
  made.count = 0;
  ask(first);
  expect(made.count).toBe(0);
});
