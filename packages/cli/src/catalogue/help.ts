import type { Command } from '../shell/command.ts';

export const CATALOGUE_COMMAND = {
  name: 'catalogue',
  summary: 'what is kept of gateways: resources, units, ranges, data points',
  args: '[FILTER]',
  about: `Lists every resource that the platform stores, with type, unit, physically possible range, known words, whether it may
be remote controlled, and its data point with the smallest change that is told. What a gateway has beyond it is not stored.

FILTER is a part of a path or of a data point's name, in any case. {n} stands for a number (hc1, zone12), {program} for
a program's own name.`,
  options: { json: { about: 'all that is known of each, for programs' } },
  exits: { 0: 'listed', 1: 'nothing in the catalogue fits the filter' },
  examples: [
    'hearthgate catalogue dhw',
    "hearthgate catalogue --json | jq '.[] | select(.writable) | .path'",
  ],
} as const satisfies Command;
