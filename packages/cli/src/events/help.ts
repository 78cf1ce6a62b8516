import { API_ENVIRONMENT, API_OPTIONS } from '../api/options.ts';
import type { Command } from '../shell/command.ts';
import { TYPES_OPTION } from './event-types.ts';

export const EVENTS = {
  name: 'events',
  summary: "the company's event log: follow it, send parts of it again, prove that nothing is missing",
  about: `WHEN is a time of the log like 2026-01-15T06:30:00Z, or an age like 15m or 2d before now. In a sandbox "now" is its
own clock.`,
  actions: {
    tail: {
      about: 'every event when it is recorded, until Ctrl-C; through restarts of the platform',
      takes: ['events', 'gateway', 'since', 'cursor', 'once'],
    },
    replay: {
      args: 'WEBHOOK',
      about:
        'send events again to an endpoint (its whk_... or its name): of a span of time, or single ones; waits until it is done',
      takes: ['from', 'to', 'ids'],
    },
    verify: {
      args: '[GATEWAY...]',
      about:
        'walk the log of each gateway (of all contracts when none is named), count the numbers, and check the ' +
        "platform's signed statement of completeness against what came",
      takes: ['from', 'to'],
    },
  },
  options: {
    events: TYPES_OPTION,
    gateway: { value: 'ID', about: 'only events of this gateway' },
    since: { value: 'WHEN', about: 'begin with what was recorded then; else with what comes from now on' },
    cursor: { value: 'CURSOR', about: 'begin at a place of the log that an earlier call has named' },
    once: { about: 'end at the end of the log instead of waiting; without --since all that is kept' },
    from: { value: 'WHEN', about: 'beginning of the span; for verify 30 days ago when left out' },
    to: { value: 'WHEN', about: 'end of the span, now when left out' },
    ids: { value: 'ID,...', about: 'for replay: single events (evt_...), at most 1,000' },
    ...API_OPTIONS,
  },
  environment: API_ENVIRONMENT,
  exits: {
    0: 'done; for verify: nothing is missing',
    1: 'failed; for verify: something is missing or forged',
  },
  examples: [
    'hearthgate events tail --events CONTRACT_STATUS,APPLIANCE_STATUS',
    'hearthgate events tail --since 1h --once --json > last-hour.ndjson',
    'hearthgate events replay main --from 2d',
    'hearthgate events verify 101000001 --from 2026-01-01T00:00:00Z',
  ],
} as const satisfies Command;
