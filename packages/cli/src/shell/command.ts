/** One command: parsed by, explained by and completed from this table alone. */
export interface Command {
  readonly name: string;
  /** One line, for the list of all commands. */
  readonly summary: string;
  /** What stands after the name, where there are no actions: `FILE`, `[FILTER]`, `ID...`. */
  readonly args?: string;
  /** What the first argument may be, for completion. */
  readonly words?: readonly string[];
  readonly about?: string;
  readonly actions?: Readonly<Record<string, Action>>;
  /** The action that need not be named. */
  readonly usual?: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Variables of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly notes?: string;
  /** Where 0 and 1 mean more than "done" and "failed". */
  readonly exits?: { readonly 0: string; readonly 1: string };
  readonly examples: readonly string[];
}

export interface Action {
  /** As `args` of a command. */
  readonly args?: string;
  readonly about: string;
  /** Options that only the actions naming them take; an option that no action names belongs to all. */
  readonly takes?: readonly string[];
}

export interface Option {
  /** What stands for its value in help; without it the option is a switch. */
  readonly value?: string;
  /** It may be given several times. */
  readonly many?: true;
  readonly about: string;
  readonly default?: string;
  /** What the value may be, or begins with, for completion. */
  readonly words?: readonly string[];
}

/** Does the work. What it is given was not yet parsed; `--help` was answered before. */
export type Run = (args: string[]) => Promise<void>;
