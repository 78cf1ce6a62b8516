import type { Command } from '../shell/command.ts';

export const MIGRATE = {
  name: 'migrate',
  summary: 'bring the database up to date before servers of a new release start',
  about: `"hearthgate start" does the same, so one server needs no step of its own. With several nodes it keeps the time that a
migration takes out of their start. Nodes of the release before go on serving meanwhile.`,
  usual: 'up',
  actions: {
    up: { about: 'apply what is missing; what this does when no action is named' },
    citus: {
      about:
        'print the SQL that distributes the tables over several PostgreSQL servers with Citus; changes nothing',
    },
  },
  options: {
    json: { about: 'the names of what was applied, or the place of each table, as JSON for programs' },
  },
  notes: 'It reads the settings of "hearthgate start"; the database is that of DATABASE_URL or DATA_DIR.',
  exits: {
    0: 'the database is up to date',
    1: 'nothing of the migration that failed was kept; the text says why',
  },
  examples: [
    'hearthgate migrate',
    'HEARTHGATE_MODE=production DATABASE_URL=postgres://... hearthgate migrate',
    'hearthgate migrate citus > distribute.sql && psql -v ON_ERROR_STOP=1 -f distribute.sql postgres://coordinator/hearthgate',
  ],
} as const satisfies Command;
