import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError, messageOf } from './errors.ts';

/** `parseArgs` of Node with its complaints turned into usage errors that name the command's help. */
export function parseOptions<T extends ParseArgsConfig>(command: string, config: T) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(`${messageOf(error)}; see "hearthgate ${command} --help"`, { cause: error });
  }
}
