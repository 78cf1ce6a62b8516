import type { Command } from '../shell/command.ts';

export const COMPAT = {
  name: 'compat',
  summary: 'compare recorded traffic of the reference with what we take and answer',
  args: 'FILE.har',
  about: `FILE is a recording of your program's calls to the reference API (or to any server of this API), as browsers and proxies
such as mitmproxy save it. Every call is matched with a route of ours; request and answer are compared with our schemas, and
every difference is listed: where it is, what was recorded, what we expect, and whether the reference documents that part
or we decided it. Nothing is sent anywhere.`,
  options: {
    base: {
      value: 'URL',
      about: 'where the API begins, such as https://api.example.com/v1; found by itself when left out',
    },
    redact: {
      value: 'OUT.har',
      about: 'also write a copy without keys, tokens and cookies, to pass on',
    },
    'hash-ids': {
      about:
        'in that copy, replace ids of gateways, companies, people and devices; the same id by the same one',
    },
    json: { about: 'the report for programs' },
  },
  notes:
    'Secrets in the recording are never printed. Look through a copy before you pass it on: free text is kept.',
  exits: { 0: 'no differences', 1: 'there are some, or the file cannot be read' },
  examples: [
    'hearthgate compat partner.har',
    `hearthgate compat partner.har --json | jq '.differences[] | select(.origin == "reference")'`,
    'hearthgate compat partner.har --redact partner-clean.har --hash-ids',
  ],
} as const satisfies Command;
