import type { Command } from '../shell/command.ts';

export const START = {
  name: 'start',
  summary: 'start the platform; without settings: a sandbox with seven houses',
  about: `Without settings this is a sandbox: everything on this machine, data in ./.hearthgate. When it is ready it prints
the links, an API key and requests to try. Ctrl-C ends it; the data stay.

Settings are environment variables; .env.example lists all of them.`,
  options: {
    json: {
      about: 'for programs: one line of JSON when it is ready, with addresses and, of a sandbox, its world',
    },
  },
  exits: { 0: 'ended by Ctrl-C or SIGTERM', 1: 'could not start; the text says what helps' },
  examples: [
    'hearthgate start',
    'PORT=9000 MQTT_PORT=2883 hearthgate start',
    'HEARTHGATE_MODE=production DATABASE_URL=postgres://... hearthgate start',
  ],
} as const satisfies Command;
