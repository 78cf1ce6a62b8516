import { API_ENVIRONMENT, API_OPTIONS } from '../api/options.ts';
import { TYPES_OPTION } from '../events/event-types.ts';
import type { Command } from '../shell/command.ts';

export const LISTEN = {
  name: 'listen',
  summary: "a company's events at a receiver on your machine, signed as webhooks are",
  about: `Reads the company's event log as it grows, and posts each event to your receiver as the platform would: same body, same
headers, signed as Standard Webhooks describe. So it works with a sandbox and with a platform far away that cannot reach
your machine; no endpoint is made there, and your real endpoints get their events as always.

The secret that it signs with (whsec_...) is printed. It is kept in ~/.config/hearthgate and is the same the next time.

Events of one gateway come one after the other, in order. While your receiver cannot be reached they wait; what it refuses
(any status but 2xx) is told and not sent again, unlike the platform does; --since sends it again.`,
  options: {
    'forward-to': { value: 'URL', about: 'your receiver, such as http://localhost:3000/hooks; needed' },
    events: TYPES_OPTION,
    gateway: { value: 'ID', about: 'only events of this gateway' },
    since: {
      value: 'WHEN',
      about:
        'begin with what was recorded then: a time, or an age like 15m or 2d; else with what comes from now on',
    },
    ...API_OPTIONS,
    json: { about: 'a line of JSON for each event; the first one holds the secret' },
  },
  environment: {
    HEARTHGATE_WEBHOOK_SECRET: 'whsec_...: sign with this one instead',
    ...API_ENVIRONMENT,
  },
  exits: { 0: 'ended by Ctrl-C', 1: 'the log cannot be read any more; the text says why' },
  examples: [
    'hearthgate listen --forward-to http://localhost:3000/hooks',
    'hearthgate listen --forward-to http://localhost:3000/hooks --events CONTRACT_STATUS --since 1h',
    'hearthgate trigger CONTRACT_STATUS    # in a second terminal, to see it arrive',
  ],
} as const satisfies Command;
