import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { readableJson } from './readable-json.ts';
import { READING_INTRODUCTION, readingSteps } from './reading-page.ts';

const GUIDE = fileURLToPath(new URL('../../../../docs/guides/reading-a-system.md', import.meta.url));
const ANSWERS = fileURLToPath(new URL('answers/', import.meta.url));

/** A winter morning; the houses have lived three hours when they are asked. */
const MORNING = '2026-01-15T06:30:00Z';
/** Owners who have not shared yet, or have not answered the newest consent text. */
const TO_SHARE = ['101000004', '101000005', '101000006'];
const GATEWAYS = [1, 2, 3, 4, 5, 6, 7].map((number) => `10100000${number}`);

/** What stands in the place of a path variable; numbers beyond what a system has are asked too. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  circuitId: ['1', '2', '3'],
  heatSourceId: ['1', '2', '3', '4'],
  holidayId: ['hm1'],
  timeProgramId: ['A', 'B'],
  // Commands have ids of their own, and tests of their own.
  commandId: [],
};

/** Every read of every seeded system, kept as files: a change of an answer is seen by who reads the change. */
describe('what every seeded system answers', () => {
  let sandbox: TestSandbox;
  let templates: string[];

  beforeAll(async () => {
    sandbox = await startSandbox({}, {}, MORNING);
    for (const gatewayId of TO_SHARE) await share(gatewayId);
    await sandbox.advance('PT3H');
    const { body } = await sandbox.call<{ paths: Record<string, { get?: object }> }>(
      'GET',
      '/docs/openapi.json',
    );
    templates = Object.entries(body.paths).flatMap(([path, { get }]) =>
      get && path.startsWith('/hvacs/{gatewayId}') ? [path] : [],
    );
  });
  afterAll(() => sandbox.stop());

  async function share(gatewayId: string): Promise<void> {
    await sandbox.call('POST', '/sandbox/contracts', { key: null, body: { gatewayId } });
    await sandbox.call('PATCH', `/contracts/${gatewayId}`, { body: { action: 'ACCEPT' } });
  }

  /** Limits are a test of their own. */
  function read(path: string) {
    sandbox.passTime(600_000);
    return sandbox.call('GET', path);
  }

  test.each(GATEWAYS)(
    '%s: every documented read gives an answer, or says what is missing',
    async (gatewayId) => {
      const answers: Record<string, unknown> = {};
      for (const path of templates.flatMap((template) => filled(template, gatewayId))) {
        const { status, body } = await read(path);
        const { requestId: _id, ...told } = body;
        answers[`${status} ${path}`] = told;
        if (status === 422) {
          expect([path, body['code']]).toEqual([path, 'not-supported-by-gateway']);
          expect([path, body['capability']]).toEqual([path, expect.stringMatching(/^[a-z]/i)]);
        } else expect([path, [200, 404].includes(status)]).toEqual([path, true]);
      }
      await expect(`${readableJson(answers)}\n`).toMatchFileSnapshot(`${ANSWERS}${gatewayId}.json`);
    },
  );

  test('docs/guides/reading-a-system.md shows what the sandbox answers', async () => {
    const parts = [READING_INTRODUCTION.trimEnd()];
    for (const { title, steps } of readingSteps({ cascade: '101000003', boiler: '101000002' })) {
      parts.push(`## ${title}`);
      for (const step of steps) {
        const { status, body } = await read(step.path);
        const { requestId: _id, ...told } = body;
        parts.push(`### ${step.title}`);
        if (step.text !== '') parts.push(step.text);
        parts.push(`\`GET ${step.path}\` answers ${status}:`, `\`\`\`json\n${readableJson(told)}\n\`\`\``);
      }
    }
    await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot(GUIDE);
  });
});

/** All paths of an operation, for a gateway. */
function filled(template: string, gatewayId: string): string[] {
  const [, variable] = /\{(\w+)\}/.exec(template) ?? [];
  if (variable === undefined) return [template];
  if (variable === 'gatewayId') return filled(template.replace('{gatewayId}', gatewayId), gatewayId);
  const values = VARIABLES[variable];
  if (!values) throw new Error(`say in VARIABLES what stands in the place of {${variable}}`);
  return values.flatMap((value) => filled(template.replace(`{${variable}}`, value), gatewayId));
}
