import { loadScenario, shippedNames } from '@hearthgate/testing/scenario';

/** `hearthgate scenario list`. */
export async function list({ json }: { json: boolean }): Promise<void> {
  const names = await shippedNames();
  const scenarios = await Promise.all(
    names.map(async (name) => ({ id: name, scenario: await loadScenario(name) })),
  );
  if (json) {
    const told = scenarios.map(({ id, scenario: { name, about, file, at, steps } }) => ({
      id,
      name,
      about,
      file,
      at,
      steps: steps.length,
    }));
    console.log(JSON.stringify(told, undefined, 2));
    return;
  }
  const width = Math.max(...names.map((name) => name.length));
  for (const { id, scenario } of scenarios) console.log(`${id.padEnd(width)}  ${scenario.name}`);
}
