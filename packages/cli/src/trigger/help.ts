import { API_ENVIRONMENT, API_OPTIONS } from '../api/options.ts';
import type { Command } from '../shell/command.ts';
import { TRIGGERS } from './triggers.ts';

export const TRIGGER = {
  name: 'trigger',
  summary: 'make an event happen in the sandbox, for real',
  args: '[EVENT]',
  words: Object.keys(TRIGGERS),
  about: `Nothing is made up: a house is unplugged, an owner pauses a contract, a fault begins. Whatever follows from it happens
too, so that more events may come than the one that was asked for. Afterwards the world is as before, unless --list says
otherwise. Prints the events when they are in the log.`,
  options: {
    list: { about: 'the events, what is done for each, and what stays changed' },
    gateway: {
      value: 'ID',
      about: 'whose event it is to be; else the first one that is shared, online, and fit for it',
    },
    ...API_OPTIONS,
  },
  environment: API_ENVIRONMENT,
  exits: { 0: 'the event is in the log', 1: 'it did not come; the text says what was done' },
  examples: [
    'hearthgate trigger --list',
    'hearthgate trigger CONNECTIVITY_STATUS --gateway 101000001',
    'hearthgate trigger DATA_POINT --json | jq .data.points[].name',
  ],
} as const satisfies Command;
