import { parseArgs } from 'node:util';
import type { Command, Option } from './command.ts';
import { UsageError, messageOf } from './errors.ts';

export interface Call<C extends Command> {
  readonly action: ActionOf<C>;
  /** As many as the action, or the command, takes. */
  readonly args: string[];
  readonly values: ValuesOf<C['options']>;
}

type ActionOf<C extends Command> = C['actions'] extends object ? keyof C['actions'] & string : undefined;
type ValuesOf<Options> = { readonly [Name in keyof Options]: ValueOf<Options[Name]> };
type ValueOf<Given> = Given extends { many: true }
  ? string[]
  : Given extends { value: string }
    ? Given extends { default: string }
      ? string
      : string | undefined
    : boolean;

/** What was asked for, by the command's table; a usage error names what does not fit. */
export function parseCall<const C extends Command>(command: C, args: string[]): Call<C> {
  const see = `see "hearthgate ${command.name} --help"`;
  const { values, positionals } = parsed(command, args, see);
  const names = Object.keys(command.actions ?? {});
  const isNamed = command.usual === undefined || names.includes(positionals[0] ?? '');
  const [action] = command.actions ? (isNamed ? positionals.splice(0, 1) : [command.usual]) : [];
  if (command.actions && (action === undefined || !names.includes(action)))
    throw new UsageError(`say what to do: ${names.join(', ')}; ${see}`);
  const title = action === undefined ? command.name : `${command.name} ${action}`;
  if (action !== undefined) {
    const surplus = Object.keys(values).find((name) => !takes(command, action, name));
    if (surplus !== undefined) throw new UsageError(`"${title}" takes no --${surplus}; ${see}`);
  }
  checkCount(positionals, argsOf(command, action), { title, see });
  for (const [name, { value, many, default: otherwise }] of Object.entries(command.options))
    values[name] ??= value === undefined ? false : many ? [] : otherwise;
  return { action, args: positionals, values } as Call<C>;
}

/** Whether an option can stand behind an action. */
export function takes({ actions = {} }: Command, action: string, option: string): boolean {
  if (actions[action]?.takes?.includes(option)) return true;
  return !Object.values(actions).some((each) => each.takes?.includes(option));
}

/** The words that stand for the arguments: `FILE`, `[FILTER]`, `ID...`. */
export function argsOf(command: Command, action: string | undefined): string[] {
  const text = action === undefined ? command.args : command.actions?.[action]?.args;
  return text?.split(' ') ?? [];
}

function parsed(
  { options }: Command,
  args: string[],
  see: string,
): { values: Record<string, unknown>; positionals: string[] } {
  try {
    const config = Object.fromEntries(
      Object.entries(options).map(([name, option]) => [name, kindOf(option)]),
    );
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: config });
    return { values: { ...values }, positionals };
  } catch (error) {
    throw new UsageError(`${messageOf(error)}; ${see}`, { cause: error });
  }
}

function kindOf({ value, many }: Option): { type: 'string' | 'boolean'; multiple: boolean } {
  return { type: value === undefined ? 'boolean' : 'string', multiple: many === true };
}

function checkCount(
  given: readonly string[],
  words: readonly string[],
  { title, see }: { title: string; see: string },
): void {
  const missing = words.filter((word) => !word.startsWith('['))[given.length];
  if (missing !== undefined) throw new UsageError(`"${title}" needs ${missing.replace('...', '')}; ${see}`);
  const isOpen = words.at(-1)?.includes('...') === true;
  if (!isOpen && given.length > words.length)
    throw new UsageError(`"${given.slice(words.length).join(' ')}" is too much; ${see}`);
}
