import { expect, test } from 'vitest';
import { readScenario, ScenarioFaults } from './read-scenario.ts';

const HEAD = 'name: A story\nat: 2026-01-15T10:00:00Z\nsteps:\n';

function faultsOf(text: string): string[] {
  try {
    readScenario(text, 'story.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof ScenarioFaults)) throw error;
    return error.message.split('\n');
  }
}

test('a story is read, each step with its line', () => {
  const { steps } = readScenario(
    `${HEAD}  - advance: PT1H\n  - title: Dark\n    unplug: 101000001\n`,
    'story.yaml',
  );
  expect(steps).toEqual([
    { kind: 'advance', line: 4, step: { advance: 'PT1H' } },
    { kind: 'unplug', line: 5, step: { title: 'Dark', unplug: 101000001 } },
  ]);
});

test.each([
  ['requst: GET /', ['story.yaml:4:5 unknown step "requst"; did you mean request?']],
  [
    'advance: 6h',
    [
      'story.yaml:4:5 advance: not of the form that is needed. How far the clock is moved. ISO 8601: PT15M, PT6H, P2D.',
    ],
  ],
  [
    '{ share: { gatewy: 101000001 } }',
    [
      'story.yaml:4:7 share: gateway is missing',
      'story.yaml:4:16 share.gatewy is not known here; did you mean gateway?',
    ],
  ],
  [
    '{ advance: PT1H, plug: 101000001 }',
    ['story.yaml:4:5 a step does one thing, this one has advance and plug: make two steps of it'],
  ],
  ['receiver: broken', ['story.yaml:4:5 receiver: must be one of down, up, restart']],
  [
    '{ request: GET /hvacs, expect: { body: { $atleast: 1 } } }',
    ['story.yaml:4:46 unknown rule "$atleast"; did you mean $atLeast?'],
  ],
])('%s is named with its place and a cure', (step, faults) => {
  expect(faultsOf(`${HEAD}  - ${step}\n`)).toEqual(faults);
});

test('everything that is wrong is told at once, in the order of the file', () => {
  expect(faultsOf('at: tomorrow\nsteps: []\ncolour: red\n')).toEqual([
    expect.stringContaining('story.yaml:1:1 name is missing'),
    expect.stringContaining('story.yaml:1:1 at: not of the form'),
    expect.stringContaining('story.yaml:2:1 steps: '),
    expect.stringContaining('story.yaml:3:1 colour is not known here'),
  ]);
  expect(faultsOf('name: [')).toEqual([expect.stringMatching(/^story\.yaml:1:\d+ /)]);
  expect(faultsOf('')).not.toEqual([]);
});
