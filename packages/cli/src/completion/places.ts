import type { Command, Option } from '../shell/command.ts';
import { argsOf, takes } from '../shell/parse-call.ts';

/** A place behind which words can stand: a command, or an action of one. */
export interface Place {
  readonly command: string;
  readonly action: string | undefined;
  readonly options: readonly (readonly [string, Option])[];
  /** Its first argument is the name of a file. */
  readonly takesFile: boolean;
  readonly words: readonly string[];
}

const HELP: readonly [string, Option] = ['help', { about: 'what the command does' }];

export function placesOf(commands: readonly Command[]): Place[] {
  return commands.flatMap((command) => {
    const { name, options, actions, words = [] } = command;
    const all = Object.entries(options);
    const place = (action: string | undefined): Place => ({
      command: name,
      action,
      options: [...all.filter(([option]) => action === undefined || takes(command, action, option)), HELP],
      takesFile: isFile(argsOf(command, action)[0]),
      words,
    });
    return actions ? Object.keys(actions).map((action) => place(action)) : [place(undefined)];
  });
}

/** Options of all commands that have a value, once for each command. */
export function valuesOf(commands: readonly Command[]): { command: string; name: string; option: Option }[] {
  return commands.flatMap(({ name: command, options }) =>
    Object.entries(options).flatMap(([name, option]) =>
      option.value === undefined ? [] : [{ command, name, option }],
    ),
  );
}

export function isFile(word: string | undefined): boolean {
  return word?.replaceAll(/[[\].]/g, '') === 'FILE';
}

/** In single quotes, for all three shells. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
