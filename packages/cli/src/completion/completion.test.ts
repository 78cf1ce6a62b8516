import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMANDS } from '../commands.ts';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { zshScript } from './zsh.ts';

const commands = COMMANDS.map(([command]) => command);
const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hg-completion-'));
  for (const [shell, script] of Object.entries(scripts)) writeFileSync(join(folder, shell), script(commands));
  writeFileSync(join(folder, 'house.json'), '{}');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What bash offers behind a line, as it asks for it when the tab key is pressed. */
function offered(line: string): string[] {
  const words = line.split(' ');
  const program = `
    source ./bash
    compopt() { :; }
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _hearthgate
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const text = execFileSync('bash', ['-c', program, 'bash', ...words], { cwd: folder, encoding: 'utf8' });
  return text.split('\n').filter((word) => word !== '');
}

test('bash completes every command', () => {
  expect(offered('hearthgate ')).toEqual([
    ...commands.map(({ name }) => name),
    'help',
    '--help',
    '--version',
  ]);
  expect(offered('hearthgate comp')).toEqual(expect.arrayContaining(['company', 'completion']));
});

test.each(commands.flatMap((command) => (command.actions ? [command] : [])))(
  'bash completes the actions of $name, and behind each the options that it takes',
  ({ name, actions = {} }) => {
    expect(offered(`hearthgate ${name} `)).toEqual([...Object.keys(actions), '--help']);
    for (const [action, { takes = [] }] of Object.entries(actions))
      expect(offered(`hearthgate ${name} ${action} --`)).toEqual(
        expect.arrayContaining([...takes.map((option) => `--${option}`), '--help']),
      );
  },
);

test.each([
  ['hearthgate operator create --', ['--email', '--name', '--json', '--help']],
  ['hearthgate operator sign-out --', ['--json', '--help']],
  ['hearthgate company list --status A', ['APPLIED', 'APPROVED', 'ACTIVE']],
  ['hearthgate company suspend x --reason ', []],
  ['hearthgate completion ', ['bash', 'zsh', 'fish']],
  ['hearthgate catalogue --', ['--json', '--help']],
  ['hearthgate device hou', ['house.json']],
  ['hearthgate device house.json --che', ['--check']],
  ['hearthgate consent verify --receipt hou', ['house.json']],
  ['hearthgate nothing ', []],
])('bash offers behind "%s": %j', (line, words) => {
  expect(offered(line)).toEqual(words);
});

test.each(['bash', 'zsh', 'fish'])('the script for %s is free of faults of its language', (shell) => {
  try {
    execFileSync(shell, ['-n', shell], { cwd: folder, stdio: 'pipe' });
  } catch (error) {
    // Not on every machine there is each shell; bash there is, where the tests above run.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || shell === 'bash') throw error;
  }
});
