import type { Command } from '../shell/command.ts';

export const BACKUP = {
  name: 'backup',
  summary: 'copy the whole database into a folder, while the server runs or not',
  about: `One copy is the database at one moment: a file of JSON lines for each table, a manifest, and SHA256SUMS, which
"sha256sum -c" reads too. It appears under its name when all of it is on the disk and was read again; a backup that fails or is
stopped leaves nothing. It can be restored by this version and by newer ones, and into a newer PostgreSQL.`,
  usual: 'create',
  actions: {
    create: {
      about: 'copy the database; what this does when no action is named',
      takes: ['to', 'base', 'keep', 'json'],
    },
    status: { about: 'the newest backups and their age', takes: ['json'] },
    note: { args: 'PLACE', about: 'note that a tool of your own has made one now, and where it is' },
  },
  options: {
    to: { value: 'FOLDER', about: 'where the copy goes, as a new folder hearthgate-TIME in it' },
    base: {
      about:
        'copy the files of the embedded database into WAL_ARCHIVE_DIR instead, from where "restore --to" reaches any later moment',
    },
    keep: {
      value: 'N',
      about: 'with --base: so many base backups are kept, and the log since the oldest of them',
    },
    json: { about: 'as JSON' },
  },
  notes: `The copy holds what the database holds: e-mail addresses, measured values, hashes of keys, sealed secrets. It never holds
MASTER_KEY_FILE, without which it is of no use: keep a copy of that file elsewhere. REMOVALS_JOURNAL (removals.jsonl in DATA_DIR)
is not part of it either, and has to outlive the database: see "hearthgate restore --help".

It reads the settings of "hearthgate start": the database of DATABASE_URL or DATA_DIR. Of a large database on a server of your
own, back up by the tools of that server (pg_basebackup, snapshots) and note it here, so that operators are warned when it stops.`,
  exits: {
    0: 'done; for "status": the newest is recent',
    1: 'failed, and nothing was kept; for "status": another one is due',
  },
  examples: [
    'hearthgate backup --to /backups',
    'hearthgate backup --base --keep 2',
    'hearthgate backup status',
    'pg_basebackup -D /backups/base && hearthgate backup note /backups/base',
  ],
} as const satisfies Command;
