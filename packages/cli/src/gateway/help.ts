import { API_ENVIRONMENT, API_OPTIONS } from '../api/options.ts';
import type { Command } from '../shell/command.ts';

export const GATEWAY = {
  name: 'gateway',
  summary: 'systems of a company; in a sandbox also: add houses, unplug and plug gateways',
  actions: {
    list: { about: 'the systems that the company may see, with their state' },
    show: { args: 'GATEWAY', about: 'one of them: what it can do, and which calls would be answered' },
    add: {
      about: 'sandbox: make a house, or with --profile none a gateway for a device of your own',
      takes: ['profile', 'brand', 'not-shared'],
    },
    unplug: { args: 'GATEWAY', about: 'sandbox: take its gateway off the net' },
    plug: { args: 'GATEWAY', about: 'sandbox: put it on the net again' },
  },
  options: {
    profile: {
      value: 'PROFILE',
      about: 'for add: what stands in the house; docs/guides/houses.md describes each',
      default: 'air-water-heat-pump',
      words: [
        'air-water-heat-pump',
        'gas-boiler-solar',
        'heat-pump-cascade',
        'k30-heat-pump',
        'hybrid',
        'ems-boiler',
        'none',
      ],
    },
    brand: { value: 'BRAND', about: 'for add', default: 'BOSCH', words: ['BOSCH', 'BUDERUS', 'IVT'] },
    'not-shared': { about: 'for add: the owner does not share it with the first company' },
    ...API_OPTIONS,
  },
  environment: API_ENVIRONMENT,
  examples: [
    'hearthgate gateway list',
    'hearthgate gateway show 101000001',
    'hearthgate gateway unplug 101000001',
  ],
} as const satisfies Command;
