import type { Command } from '../shell/command.ts';
import { UsageError } from '../shell/errors.ts';
import { parseCall } from '../shell/parse-call.ts';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { COMPLETION, SHELLS } from './help.ts';
import { zshScript } from './zsh.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** `hearthgate completion`. */
export function runCompletion(args: string[], commands: readonly Command[]): Promise<void> {
  const [name] = parseCall(COMPLETION, args).args;
  const shell = SHELLS.find((each) => each === name);
  if (!shell) throw new UsageError(`"${name}" is none of ${SHELLS.join(', ')}`);
  console.log(SCRIPTS[shell](commands));
  return Promise.resolve();
}
