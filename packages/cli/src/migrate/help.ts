import type { Command } from '../shell/command.ts';

export const MIGRATE = {
  name: 'migrate',
  summary: 'bring the database up to date before servers of a new release start',
  about: `"hearthgate start" does the same, so one server needs no step of its own. With several nodes it keeps the time that a
migration takes out of their start. Nodes of the release before go on serving meanwhile.`,
  options: { json: { about: 'the names of what was applied as JSON, for programs' } },
  notes: 'It reads the settings of "hearthgate start"; the database is that of DATABASE_URL or DATA_DIR.',
  exits: {
    0: 'the database is up to date',
    1: 'nothing of the migration that failed was kept; the text says why',
  },
  examples: [
    'hearthgate migrate',
    'HEARTHGATE_MODE=production DATABASE_URL=postgres://... hearthgate migrate',
  ],
} as const satisfies Command;
