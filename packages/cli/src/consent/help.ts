import type { Command } from '../shell/command.ts';

export const CONSENT = {
  name: 'consent',
  summary: 'prove that no consent was changed, removed or added afterwards',
  about: `Every consent is an entry in a chain of hashes, one chain for each company, and the head of each chain is signed and
written to DATA_DIR/consent-heads.jsonl, outside the database. This command reads it all and names, with company and
entry, whatever was changed, removed, inserted, cut off or rewritten. It writes nothing, and the server may run.`,
  actions: { verify: { about: 'read the ledger and the anchors, and check each entry' } },
  options: {
    receipt: {
      value: 'FILE',
      about: 'also check a receipt (JSON of GET /contracts/{gatewayId}/consent/receipt)',
    },
    company: { value: 'ID', about: "only this company's chain" },
    'without-anchors': {
      about: 'do not compare with the anchor file, on a machine that does not have it',
    },
    json: { about: 'counts and faults, for programs' },
  },
  notes:
    'It reads the settings of "hearthgate start": the database of DATABASE_URL or DATA_DIR, and MASTER_KEY_FILE.',
  exits: { 0: 'sound', 1: 'faults were found, or it could not be checked' },
  examples: [
    'hearthgate consent verify',
    'hearthgate consent verify --receipt receipt.json',
    'HEARTHGATE_MODE=production DATABASE_URL=postgres://... MASTER_KEY_FILE=... hearthgate consent verify',
  ],
} as const satisfies Command;
