import { loadScenario, ScenarioFaults } from '@hearthgate/testing/scenario';

/** `hearthgate scenario check`: what is wrong goes to stdout, as an editor can read it. */
export async function check(files: readonly string[], { json }: { json: boolean }): Promise<void> {
  const results = await Promise.all(files.map(checkOne));
  if (results.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
  if (json) {
    console.log(JSON.stringify(results, undefined, 2));
    return;
  }
  for (const { file, steps, faults } of results) {
    if (faults.length === 0) console.log(`${file}: ${steps} steps, nothing wrong`);
    for (const { line, column, message } of faults) console.log(`${file}:${line}:${column} ${message}`);
  }
}

async function checkOne(file: string) {
  try {
    const { steps } = await loadScenario(file);
    return { file, steps: steps.length, faults: [] };
  } catch (error) {
    if (error instanceof ScenarioFaults) return { file, steps: 0, faults: error.faults };
    throw error;
  }
}
