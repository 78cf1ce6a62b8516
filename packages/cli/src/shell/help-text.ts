import type { Command } from './command.ts';

const WIDTH = 100;
/** Wider names stand on a line of their own. */
const WIDEST_NAME = 34;

/** `hearthgate --help`. */
export function overviewText(commands: readonly Command[]): string {
  return [
    'hearthgate - a Partner API for heating systems',
    section(
      'Commands',
      commands.map(({ name, summary }) => [name, summary]),
    ),
    'hearthgate COMMAND --help tells more about a command; hearthgate --version names the version.',
    section('Exit codes', exitCodes()),
    section('Examples', [
      ['hearthgate start', 'a whole world on this machine: houses, a key, webhooks'],
      ['hearthgate listen --forward-to URL', 'its events, signed, at your own receiver'],
      ['hearthgate trigger DATA_POINT', 'one of them, now'],
      ['hearthgate doctor', 'what is wrong on this machine, and the cure'],
    ]),
  ].join('\n\n');
}

/** `hearthgate COMMAND --help`. */
export function helpText(command: Command): string {
  const { summary, actions = {}, options, environment = {}, about, notes, examples } = command;
  return [
    `hearthgate ${usageOf(command)}\n${sentence(summary)}`,
    about,
    section(
      'Actions',
      Object.entries(actions).map(([action, { args, about: text }]) => [
        args === undefined ? action : `${action} ${args}`,
        text,
      ]),
    ),
    section('Options', optionRows(options)),
    section('Environment', Object.entries(environment)),
    notes,
    section('Exit codes', exitCodes(command)),
    `Examples\n${examples.map((line) => `  ${line}`).join('\n')}`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n');
}

function usageOf({ name, args, actions, usual }: Command): string {
  const action = usual === undefined ? 'ACTION' : '[ACTION]';
  return [name, actions ? action : '', args ?? '', '[options]'].filter((word) => word !== '').join(' ');
}

/** Code and meaning, of a command or of all. */
export function exitCodes(command?: Pick<Command, 'exits'>): [string, string][] {
  return [
    ['0', command?.exits?.[0] ?? 'done'],
    ['1', command?.exits?.[1] ?? 'failed; one line says why and what helps'],
    ['2', 'called in a wrong way; nothing was done'],
  ];
}

function optionRows(options: Command['options']): [string, string][] {
  const rows = Object.entries(options).map(([name, option]): [string, string] => [
    option.value === undefined ? `--${name}` : `--${name} ${option.value}`,
    option.default === undefined ? option.about : `${option.about} (default ${option.default})`,
  ]);
  return [...rows, ['--help', 'this text']];
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  const widths = rows.map(([name]) => name.length).filter((length) => length <= WIDEST_NAME);
  const width = Math.max(0, ...widths);
  const lines = rows.flatMap(([name, text]) => {
    const [first = '', ...more] = wrapped(text, WIDTH - width - 4);
    const indent = ' '.repeat(width + 4);
    if (name.length > width) return [`  ${name}`, ...[first, ...more].map((line) => indent + line)];
    return [`  ${name.padEnd(width)}  ${first}`, ...more.map((line) => indent + line)];
  });
  return [title, ...lines].join('\n');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
