import { API_ENVIRONMENT, API_OPTIONS } from '../api/options.ts';
import type { Command } from '../shell/command.ts';

export const KEY = {
  name: 'key',
  summary: "a company's API keys: list, create, remove, renew",
  about: `A key lives six months, and a company has at most ten. A new key is shown once and on standard output alone, so that
it can go straight into a file; everything else goes to standard error.`,
  actions: {
    list: { about: 'the keys that are valid, with their end and their last use' },
    create: { about: 'make a key; the one that is used stays as it is' },
    remove: { args: 'ID', about: 'end a key (key_...); the next call with it is refused' },
    renew: {
      about: 'make a key, try it, and tell what is left to do with the old one',
      takes: ['remove-old'],
    },
  },
  options: {
    'remove-old': { about: 'for renew: end the key that was used, once the new one has answered' },
    ...API_OPTIONS,
  },
  environment: API_ENVIRONMENT,
  examples: [
    'hearthgate key list',
    'hearthgate key renew > api-key',
    'HEARTHGATE_API_KEY=$(cat api-key) hearthgate key list --url https://api.example.org',
  ],
} as const satisfies Command;
