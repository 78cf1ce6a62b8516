import type { Command } from '../shell/command.ts';

export const SECRETS = {
  name: 'secrets',
  summary: 'renew the master key, or the key that signs consents',
  actions: {
    status: {
      about: 'the master keys, how many stored secrets each of them opens, and the signing keys',
      takes: ['json'],
    },
    rotate: {
      about: 'add a master key to MASTER_KEY_FILE and seal every stored secret with it',
      takes: ['drop-old', 'signing-key', 'json'],
    },
  },
  options: {
    'drop-old': {
      about: 'remove the master keys that no stored secret needs any more instead; makes no new one',
    },
    'signing-key': {
      about: 'add a key that signs consents from now on instead; the former ones stay listed',
    },
    json: { about: 'for programs' },
  },
  notes: `The server may run: it takes the new keys up by itself. A rotation that was interrupted is ended by the next one.
MASTER_KEY_FILE is replaced as a whole, with mode 0600; its folder must be writable. Keep a copy of it outside the
backups of the database, and keep a copy from before --drop-old as long as there are older backups.

It reads the settings of "hearthgate start": the database of DATABASE_URL or DATA_DIR, and MASTER_KEY_FILE.`,
  exits: { 0: 'done', 1: 'refused, or some secrets cannot be opened; the text says which and what helps' },
  examples: [
    'hearthgate secrets status',
    'hearthgate secrets rotate',
    'hearthgate secrets rotate --drop-old',
    'HEARTHGATE_MODE=production DATABASE_URL=postgres://... MASTER_KEY_FILE=... hearthgate secrets rotate',
  ],
} as const satisfies Command;
