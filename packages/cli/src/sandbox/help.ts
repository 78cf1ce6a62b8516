import { SANDBOX_OPTIONS } from '../api/options.ts';
import type { Command } from '../shell/command.ts';

export const SANDBOX = {
  name: 'sandbox',
  summary: 'the demo world: what is in it, its clock, its faults, a fresh start',
  about: `Works on a sandbox that runs on this machine. "hearthgate gateway" adds, plugs and unplugs houses, "hearthgate trigger"
makes events happen.`,
  actions: {
    show: { about: 'addresses, companies, gateways with their situations, and the clock' },
    clock: {
      args: '[CHANGE...]',
      about:
        'without CHANGE: what time it is there. +6h, +1d12h or +PT6H moves it, freeze and run stop it and let it go, x60 ' +
        'makes it sixty times as fast; whatever follows from a move has happened when the command returns',
    },
    faults: { args: 'GATEWAY', about: 'the faults of a house, and those that it could have' },
    fault: {
      args: 'GATEWAY FAULT',
      about: 'let a fault begin: of the appliance, of its link, or of its answers to commands',
      takes: ['for', 'end'],
    },
    reset: { about: 'the world as it was seeded: everything that was made since is gone; asks nothing' },
  },
  options: {
    for: { value: 'DURATION', about: 'for fault: it ends by itself after 30m, 2h, ... of the sandbox clock' },
    end: { about: 'for fault: end it' },
    ...SANDBOX_OPTIONS,
  },
  environment: { HEARTHGATE_URL: 'address of the sandbox' },
  examples: [
    'hearthgate sandbox clock +6h',
    'hearthgate sandbox fault 101000002 flame-lost --for 2h',
    'hearthgate sandbox fault 101000002 flame-lost --end',
  ],
} as const satisfies Command;
