import { parseCall } from '../shell/parse-call.ts';
import { check } from './check.ts';
import { SCENARIO } from './help.ts';
import { list } from './list.ts';
import { run } from './run.ts';

/** `hearthgate scenario`. */
export async function runScenarioCommand(args: string[]): Promise<void> {
  const { action, args: names, values } = parseCall(SCENARIO, args);
  switch (action) {
    case 'run':
      return run(names, values);
    case 'list':
      return list(values);
    case 'check':
      return check(names, values);
  }
}
