import type { Command } from '../shell/command.ts';

/** No gateway has this number. */
const NOBODYS_GATEWAY = '999000001';

export const CONFORMANCE = {
  name: 'conformance',
  summary: 'try a webhook receiver: signatures, repeats, order, load; with a report',
  args: '[URL]',
  about: `Sends what deliveries send, what they send on a bad day, and what an attacker would send: signatures, repeats, order,
unknown types and fields, batches, large and slow bodies, 32 at once. Says for each check what was sent, what is expected,
what came, why it matters and how to fix it. About 90 requests; the events are of a gateway that does not exist.

What it cannot see: whether an event that came twice was handled once. The report lists the ids to look for.`,
  options: {
    secret: { value: 'SECRET', about: 'of the endpoint, whsec_...; better in the environment' },
    header: {
      value: 'LINE',
      many: true,
      about:
        "a static header of the endpoint, such as 'authorization: Bearer ...'; may be given several times",
    },
    gateway: {
      value: 'ID',
      default: NOBODYS_GATEWAY,
      about: 'nine digits, a gateway that the receiver knows, where it refuses others',
    },
    skip: {
      value: 'CHECK',
      many: true,
      about: 'leave a check out, such as batch and large-batch for an endpoint with batch 1; several times',
    },
    report: { value: 'FILE.md', about: 'also write the report as a page, with the ids of all events' },
    list: { about: 'only list the checks' },
    json: { about: 'the report, or the list, for programs' },
  },
  environment: { HEARTHGATE_WEBHOOK_SECRET: 'as --secret, where other users cannot see it' },
  exits: { 0: 'all passed, perhaps with advice', 1: 'something failed' },
  examples: [
    'HEARTHGATE_WEBHOOK_SECRET=whsec_... hearthgate conformance http://127.0.0.1:3000/hook',
    "hearthgate conformance https://hooks.example.org/heating --header 'authorization: Bearer ...' --report receiver.md",
  ],
} as const satisfies Command;
