import type { Command } from '../shell/command.ts';

export const RESTORE = {
  name: 'restore',
  summary: 'bring a backup back, without any right that has ended since',
  args: '[JOURNAL...]',
  about: `The backup is checked first; nothing is touched when a file of it is damaged. It is loaded into a new database beside the old
one, with the schema that it had, then brought up to this version. Then what must not come back is taken away: API keys and access
tokens that were removed, contracts that ended or were paused (and their consents), members who left, owners who gave a gateway up
or deleted their account, and companies that were suspended or left. That stands in the journal (REMOVALS_JOURNAL), which lies
outside the database. Everybody has to sign in again, open links and invitations are void, and cursors of the event log from before
are answered with 410. Only then does it take its place.`,
  options: {
    from: { value: 'FOLDER', about: 'the backup: the folder hearthgate-TIME that "hearthgate backup" named' },
    to: {
      value: 'TIME',
      about:
        'a moment that a base backup and the log in WAL_ARCHIVE_DIR reach, as 2026-03-01T12:00:00Z, or "latest"',
      words: ['latest'],
    },
    replace: { about: 'there is a database already: move it aside (nothing is ever deleted)' },
    'removals-only': {
      about:
        'restore nothing: the database was restored by another tool (pg_restore, a snapshot, point in time)',
    },
    'without-journal': { about: 'the journals are lost; what had ended after the backup comes back' },
    json: { about: 'what was done, as JSON' },
  },
  notes: `JOURNAL names further journals: with several nodes each has one, and all of them are needed. The one of REMOVALS_JOURNAL is
always read, and gets the lines of the others.

Stop the server (all nodes) first. It reads the settings of "hearthgate start". With DATABASE_URL the database has to be empty, so
this is also the way from the embedded database to one of your own, or back. A restore that is cut off is no danger: the embedded
database is the old one still, and a half-filled one of your own is refused by the server.`,
  exits: { 0: 'restored', 1: 'refused or failed; the text says which and what helps' },
  examples: [
    'hearthgate restore --from /backups/hearthgate-20260301T020000Z',
    'hearthgate restore --from /backups/hearthgate-20260301T020000Z --replace',
    'hearthgate restore --to 2026-03-01T11:59:00Z --replace',
    'hearthgate restore --removals-only /mnt/node2/removals.jsonl /mnt/node3/removals.jsonl',
  ],
} as const satisfies Command;
