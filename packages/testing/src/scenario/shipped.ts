import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readScenario } from './read-scenario.ts';
import type { Scenario } from './schema.ts';

/** The folder of the scenarios that come along. */
export const SHIPPED = fileURLToPath(new URL('../../../../scenarios', import.meta.url));
const ENDING = '.yaml';

/** Names of the scenarios that come along, as `loadScenario` takes them. */
export async function shippedNames(): Promise<string[]> {
  const files = await readdir(SHIPPED);
  return files
    .filter((name) => name.endsWith(ENDING))
    .map((name) => name.slice(0, -ENDING.length))
    .toSorted();
}

/** Reads a scenario by the path of its file, or by the name of one that comes along. */
export async function loadScenario(fileOrName: string): Promise<Scenario> {
  const isName = /^[a-z0-9-]+$/.test(fileOrName);
  const file = isName ? join(SHIPPED, fileOrName + ENDING) : fileOrName;
  const text = await readFile(file, 'utf8').catch(async (error: unknown) => {
    const names = (await shippedNames()).join(', ');
    const cure = isName
      ? `there are ${names}; a file is named with its path, such as ./${fileOrName}.yaml`
      : String(error);
    throw new Error(`no scenario ${fileOrName}: ${cure}`, { cause: error });
  });
  return readScenario(text, isName ? `scenarios/${fileOrName}${ENDING}` : file);
}
