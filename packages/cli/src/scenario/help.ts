import type { Command } from '../shell/command.ts';

export const SCENARIO = {
  name: 'scenario',
  summary: 'tell stories in a sandbox and check what comes of them: cold snap, key rotation, receiver down',
  about: `A scenario is a YAML file: steps that change the world of a sandbox, and what has to come of them. Each runs in a sandbox
of its own, started for it in this process, or one after the other in a running one, which is reset before each.`,
  actions: {
    run: {
      args: '[FILE|NAME]...',
      about: 'run scenarios; without any, all that come along',
      takes: ['url', 'seed', 'json'],
    },
    list: { about: 'the scenarios that come along', takes: ['json'] },
    check: {
      args: 'FILE...',
      about: 'read files and name what is wrong in them, with line and cure',
      takes: ['json'],
    },
  },
  options: {
    url: {
      value: 'URL',
      about: 'a sandbox that runs already, such as http://127.0.0.1:8080; everything in it is reset',
    },
    seed: { value: 'N', about: "another world than the scenario's own" },
    json: { about: 'reports for programs, with all that came where a step failed' },
  },
  exits: { 0: 'all passed', 1: 'a step failed, or a file is wrong' },
  examples: [
    'hearthgate scenario list',
    'hearthgate scenario run cold-snap',
    'hearthgate scenario run ./my-story.yaml --url http://127.0.0.1:8080',
    'hearthgate scenario run --json > report.json',
  ],
} as const satisfies Command;
