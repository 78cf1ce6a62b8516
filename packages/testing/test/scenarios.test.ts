import { expect, test } from 'vitest';
import { startSandbox } from '@hearthgate/testing';
import { loadScenario, readScenario, runScenario, shippedNames } from '@hearthgate/testing/scenario';

test.each(await shippedNames())('the scenario %s is as it says', async (name) => {
  const scenario = await loadScenario(name);
  const { seed = 1, at } = scenario;
  await using sandbox = await startSandbox({ seed, at });
  const { steps } = await runScenario(sandbox, scenario, { seed });
  const failed = steps.filter(({ failure }) => failure);
  expect(failed.map(({ line, title, failure }) => ({ line, title, message: failure?.message }))).toEqual([]);
  expect(steps.length).toBe(scenario.steps.length);
});

test('a step that is not as it says ends the story, and tells what came instead', async () => {
  const at = '2026-01-15T10:00:00Z';
  await using sandbox = await startSandbox({ at });
  const tell = async (steps: string) => {
    const text = `name: wrong\nat: ${at}\nhouses: [101000001]\nsteps:\n${steps}`;
    const report = await runScenario(sandbox, readScenario(text, 'wrong.yaml'), { seed: 1 });
    expect(report.passed).toBe(false);
    return report.steps.at(-1);
  };
  expect(
    await tell(`
  - request: GET /hvacs/101000001
    expect: { body: { gatewayType: K30, brand: BOSCH } }
  - advance: PT1H`),
  ).toMatchObject({
    number: 1,
    line: 6,
    failure: { message: 'body/gatewayType: expected "K30", got "K40"' },
  });
  expect(await tell('  - request: GET /hvacs/101000005')).toMatchObject({
    failure: { message: expect.stringMatching(/^expected a 2xx status, got 403: .*access-not-granted/) },
  });
  expect(await tell('  - event: { type: CONTRACT_STATUS, within: PT5M }')).toMatchObject({
    at: '2026-01-15T10:08:00.000Z',
    failure: { message: expect.stringMatching(/^no CONTRACT_STATUS that fits came within PT5M/) },
  });
  expect(
    await tell(`
  - pause: 101000001
  - event: { type: CONTRACT_STATUS, data: { to: CLOSED } }`),
  ).toMatchObject({
    failure: { message: expect.stringMatching(/data\/to: expected "CLOSED", got "PAUSED"$/) },
  });
  expect(
    await tell(`
  - resume: 101000001
  - noEvent: { gateway: 101000001, within: PT1H }`),
  ).toMatchObject({ failure: { message: expect.stringMatching(/^expected none, \d+ came: /) } });
  expect(await tell('  - request: GET /hvacs/${nowhere}')).toMatchObject({
    failure: { message: expect.stringMatching(/^there is no variable \$\{nowhere\}; there are now, /) },
  });
  expect(
    await tell(`
  - receiver: down
  - allDelivered: { within: PT1H }`),
  ).toMatchObject({ failure: { message: expect.stringMatching(/^\d+ events of the log have not come: /) } });
});
