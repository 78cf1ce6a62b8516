import { readFileSync } from 'node:fs';
import { messageOf, UsageError } from '../shell/errors.ts';

const NAMES = [
  'HEARTHGATE_URL',
  'HEARTHGATE_API_KEY',
  'HEARTHGATE_MQTT_USERNAME',
  'HEARTHGATE_MQTT_PASSWORD',
] as const;
export type Credentials = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

/** From the environment; a file, where one is named, comes first. */
export function readCredentials(file: string | undefined, environment: NodeJS.ProcessEnv): Credentials {
  const given = file === undefined ? {} : readFile(file);
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = given[name] ?? environment[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

function readFile(file: string): Record<string, string> {
  const lines = textOf(file).split('\n');
  return Object.fromEntries(
    lines.flatMap((line, index) => {
      if (/^\s*(#|$)/.test(line)) return [];
      const [, name = '', value = ''] = /^\s*([A-Z_]+)=(.*?)\s*$/.exec(line) ?? [];
      if (!NAMES.some((one) => one === name))
        throw new UsageError(
          `${file}, line ${index + 1}: not one of ${NAMES.join(', ')}, each as NAME=value`,
        );
      return [[name, value]];
    }),
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read the credentials: ${messageOf(error)}`, { cause: error });
  }
}
