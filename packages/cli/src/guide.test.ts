import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { COMMANDS } from './commands.ts';
import { markdownTable } from '../../server/test/generated/markdown.ts';
import type { Command } from './shell/command.ts';
import { exitCodes, helpText } from './shell/help-text.ts';

const GUIDE = fileURLToPath(new URL('../../../docs/guides/cli.md', import.meta.url));
const all = COMMANDS.map(([command]) => command);

test('docs/guides/cli.md is what the tables of the commands say', async () => {
  await expect(guideText(all)).toMatchFileSnapshot(GUIDE);
});

test.each(all)('$name: its table hangs together', ({ name, actions = {}, options, examples }) => {
  expect(examples.join('\n')).toContain(`hearthgate ${name}`);
  for (const { takes = [] } of Object.values(actions))
    expect(Object.keys(options)).toEqual(expect.arrayContaining([...takes]));
});

test.each(COMMANDS.map(([command, load]) => [command.name, load] as const))(
  '%s can be loaded',
  async (_name, load) => {
    expect(typeof (await load())).toBe('function');
  },
);

/** `docs/guides/cli.md`. */
function guideText(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary, exits }) => [
    `[\`${name}\`](#hearthgate-${name})`,
    summary,
    ...exitCodes(exits && { exits })
      .slice(0, 2)
      .map(([, meaning]) => meaning),
  ]);
  return [
    '# The command line',
    `Everything is one command, \`hearthgate\`; in a checkout \`npm run -s hearthgate --\` or \`npx hearthgate\`. This page is made
from the same table as \`--help\`.`,
    markdownTable(['command', 'does', 'exit code 0', 'exit code 1'], rows),
    'Exit code 2 of every command: it was called in a wrong way, and nothing was done.',
    `## For programs

\`--json\` prints JSON on standard output, and nothing else there; what is for people goes to standard error. What has no end
(\`listen\`, \`events tail\`) prints one line of JSON for each event. Colours and progress are shown on a terminal alone, and no
colours where \`NO_COLOR\` is set.`,
    `## Which platform, which key

Commands that call the API take the address from \`--url\`, else from \`HEARTHGATE_URL\`, else \`http://127.0.0.1:8080\`; the key comes
from \`HEARTHGATE_API_KEY\`. There is no option for the key: other users of a machine see the command line. Where a sandbox runs on
this machine, and no key is set, its first company's key is used; standard error says so.`,
    `## Completion

\`\`\`text
eval "$(npx hearthgate completion bash)"
\`\`\`

The same for \`zsh\`, behind \`compinit\`; for fish \`hearthgate completion fish | source\`.`,
    ...commands.map((command) => `## hearthgate ${command.name}\n\n\`\`\`text\n${helpText(command)}\n\`\`\``),
  ]
    .join('\n\n')
    .concat('\n');
}
