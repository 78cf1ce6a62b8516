import type { Command } from '../shell/command.ts';

export const DOCTOR = {
  name: 'doctor',
  summary: 'what is wrong on this machine, and the cure',
  about: `Looks at everything that "hearthgate start" needs, with the same settings, whether the server runs or not: Node, the
settings themselves, ports, broker, DATA_DIR with its disk, master key with its mode, database (reachable, version,
migrations, clock), webhooks that fail, and, where they are set, Redis, mail, and PUBLIC_URL with its certificate.
Nothing is changed; an embedded database that does not run is started and stopped again.`,
  options: { json: { about: 'every finding with check, state, text and cure, for programs' } },
  notes: 'A warning is not wrong yet: it does not change the exit code.',
  exits: { 0: 'nothing is wrong; there may be warnings', 1: 'something is wrong' },
  examples: [
    'hearthgate doctor',
    'HEARTHGATE_MODE=production DATABASE_URL=postgres://... hearthgate doctor',
    `hearthgate doctor --json | jq '.[] | select(.state != "ok")'`,
  ],
} as const satisfies Command;
