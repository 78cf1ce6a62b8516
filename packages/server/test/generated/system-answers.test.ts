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
/** Queries of a path, besides none. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  recordings: ['RAW', 'PT1H', 'P1D', 'P1M'].map(
    (resolution) => `?dataPoint=hvac.heatingCircuit.hc1.roomTemperature&resolution=${resolution}`,
  ),
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

  test.each(GATEWAYS)(
    '%s: every documented change is carried out and read back, or says precisely what is missing',
    async (gatewayId) => {
      const answers: Record<string, unknown> = {};
      for (const { method, path, body } of CHANGES) {
        sandbox.passTime(600_000);
        const answer = await sandbox.call(method, `/hvacs/${gatewayId}/${path}`, body ? { body } : {});
        const { requestId: _request, commandId, ...told } = answer.body ?? {};
        const asked = body ? ` ${JSON.stringify(body)}` : '';
        answers[`${answer.status} ${method} ${path}${asked}`] = told;
        const said = told['code'] ?? (answer.status === 204 ? 'removed' : 'done');
        expect([asked, said, SAID.some((one) => one === said)]).toEqual([asked, said, true]);
        if (said === 'done' && told['executedBy'] !== 'PLATFORM')
          expect([path, commandId]).toEqual([path, expect.stringMatching(/^cmd_/)]);
        if (said === 'not-supported-by-gateway')
          expect([path, told['capability']]).toEqual([path, expect.stringMatching(/^[a-z]/i)]);
        if (said === 'gateway-offline') expect(gatewayId).toBe('101000007');
      }
      await expect(`${readableJson(answers)}\n`).toMatchFileSnapshot(`${ANSWERS}${gatewayId}-changes.json`);
    },
    30_000,
  );
});

const WEEK = {
  switchPoints: [
    { day: 'MO', time: '06:30', level: 'comfort' },
    { day: 'MO', time: '22:00', level: 'off' },
  ],
};
const ROOMS = {
  switchPoints: [
    { day: 'MO', time: '06:30', level: 'comfort' },
    { day: 'MO', time: '22:00', level: 'eco' },
  ],
};
const HOLIDAY = { start: '2026-02-07', end: '2026-02-14' };

/** One of each kind, in an order in which none depends on what only some systems have. */
const CHANGES: readonly { method: string; path: string; body?: object }[] = [
  { method: 'PATCH', path: 'heatingCircuits/1', body: { temporaryRoomSetpoint: 22 } },
  { method: 'PATCH', path: 'heatingCircuits/1', body: { temporaryRoomSetpoint: null } },
  {
    method: 'PATCH',
    path: 'heatingCircuits/1',
    body: {
      operationMode: 'MANUAL',
      manualRoomSetpoint: 20.5,
      temperatureLevels: { comfort: 21.5, eco: 17 },
    },
  },
  { method: 'PATCH', path: 'heatingCircuits/1', body: { activeTimeProgram: 'B' } },
  { method: 'PATCH', path: 'heatingCircuits/1', body: { summerWinter: { mode: 'WINTER', threshold: 17 } } },
  {
    method: 'PATCH',
    path: 'heatingCircuits/1',
    body: { boost: { active: true, temperature: 23, durationMinutes: 60 } },
  },
  { method: 'PATCH', path: 'heatingCircuits/1', body: { operationMode: 'AUTO' } },
  { method: 'PATCH', path: 'heatingCircuits/1', body: { boost: { active: false } } },
  { method: 'PATCH', path: 'heatingCircuits/3', body: { operationMode: 'AUTO' } },
  { method: 'PATCH', path: 'dhwCircuits/1', body: { operationMode: 'COMFORT' } },
  { method: 'PATCH', path: 'dhwCircuits/1', body: { operationMode: 'ECO_PLUS' } },
  { method: 'PATCH', path: 'dhwCircuits/1', body: { temperatureLevels: { comfort: { start: 52 } } } },
  { method: 'PATCH', path: 'dhwCircuits/1', body: { temperatureLevels: { ecoPlus: { start: 47 } } } },
  {
    method: 'PATCH',
    path: 'dhwCircuits/1',
    body: { thermalDisinfection: { enabled: true, weekday: 'WE', time: '03:00' } },
  },
  {
    method: 'PUT',
    path: 'dhwCircuits/1/charge',
    body: { status: 'START', durationMinutes: 60, setpoint: 60 },
  },
  { method: 'PUT', path: 'dhwCircuits/1/charge', body: { status: 'STOP' } },
  { method: 'PUT', path: 'heatingCircuits/1/timePrograms/A', body: ROOMS },
  { method: 'PUT', path: 'dhwCircuits/1/timePrograms/A', body: WEEK },
  { method: 'PUT', path: 'heatingCircuits/1/timePrograms/P1', body: ROOMS },
  { method: 'PUT', path: 'dhwCircuits/1/timePrograms/P1', body: WEEK },
  { method: 'PUT', path: 'away', body: { active: true, temperature: 15 } },
  { method: 'PUT', path: 'away', body: { active: false } },
  { method: 'POST', path: 'holidays', body: HOLIDAY },
  { method: 'PUT', path: 'holidays/hm1', body: { ...HOLIDAY, end: '2026-02-15' } },
  { method: 'DELETE', path: 'holidays/hm1' },
];
/** What a change may be answered with; what stands in the file was looked at by somebody. */
const SAID = [
  'done',
  'removed',
  'gateway-offline',
  'not-found',
  'not-supported-by-gateway',
  'setpoints-inconsistent',
  'value-not-allowed',
];

/** All paths of an operation, for a gateway. */
function filled(template: string, gatewayId: string): string[] {
  const [, variable] = /\{(\w+)\}/.exec(template) ?? [];
  if (variable === undefined)
    return ['', ...(QUERIES[template.split('/').at(-1) ?? ''] ?? [])].map((query) => template + query);
  if (variable === 'gatewayId') return filled(template.replace('{gatewayId}', gatewayId), gatewayId);
  const values = VARIABLES[variable];
  if (!values) throw new Error(`say in VARIABLES what stands in the place of {${variable}}`);
  return values.flatMap((value) => filled(template.replace(`{${variable}}`, value), gatewayId));
}
