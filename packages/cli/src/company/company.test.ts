import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  application,
  onboarding,
  startOperatorServer,
  type OperatorServer,
} from '../../../server/test/harness/companies.ts';
import { startSandbox, type TestSandbox } from '../../../server/test/harness/sandbox.ts';
import { UsageError } from '../shell/errors.ts';
import type { Client } from './client.ts';
import { runCompany } from './company.ts';

let sandbox: TestSandbox;
let operator: OperatorServer;
let folder: string;
let printed: string[] = [];
let asked: string[] = [];
let answers: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  operator = await startOperatorServer(sandbox.app);
  folder = await mkdtemp(join(tmpdir(), 'hg-cli-'));
});
afterAll(async () => {
  await operator.close();
  await sandbox.stop();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  sandbox.passTime(3_600_000);
  [printed, asked, answers] = [[], [], []];
});

const client: Client = {
  call: async (method, path, { body, headers = {} } = {}) => {
    const answer = await operator.call<{ code?: string }>(method, path, { body, headers });
    if (answer.status >= 400) throw new Error(answer.body.code);
    return answer.body;
  },
};
const screen = {
  print: (line: string) => void printed.push(...line.split('\n')),
  ask: (question: string) => {
    asked.push(question);
    return Promise.resolve(answers.shift() ?? '');
  },
};
const run = (...args: string[]) => runCompany(args, () => Promise.resolve(client), screen);
const said = () => printed.join('\n');
const statusOf = async (companyId: string) =>
  (await operator.call<{ status: string }>('GET', `/operator/companies/${companyId}`)).body.status;

async function apply(name: string): Promise<string> {
  const { body } = await sandbox.call<{ registrationId: string }>('POST', '/registrations', {
    key: null,
    body: application({ name, message: 'We heat\nhouses.' }),
  });
  return body.registrationId;
}
async function approved(name: string): Promise<string> {
  await run('approve', await apply(name));
  const companyId = /cmp_[0-9A-Za-z]+/.exec(said())?.[0] ?? '';
  printed = [];
  return companyId;
}
async function fileOf(content: unknown): Promise<string> {
  const file = join(folder, 'company.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

test('applications are listed with what they say, approved and refused', async () => {
  const [first, second] = [await apply('Cedar Heat'), await apply('Dogwood')];
  await run('registrations', '--status', 'APPLIED');
  expect(said()).toMatch(
    new RegExp(`${first} {2}APPLIED .* Cedar Heat\\n {2}BOSCH, Ada <.*>\\n {2}"We heat houses."`),
  );
  await run('approve', first);
  expect(said()).toMatch(/Approved: the company is cmp_/);
  await run('refuse', second, '--reason', 'Not a company of this country.');
  printed = [];
  await run('registrations', '--status', 'REFUSED');
  expect(said()).toContain('Dogwood');
});

test('onboarding shows what changes, asks, applies exactly that and prints the link', async () => {
  const companyId = await approved('Elm Energy');
  const document = onboarding(companyId, { ipAllowList: ['203.0.113.7', '198.51.100.0/8'] });
  const file = await fileOf(document);
  await run('onboard', file, '--dry-run');
  expect(said()).toContain('+ /ipAllowList: ["203.0.113.7","198.51.100.0/8"]');
  expect(said()).toContain('! /ipAllowList/1: 198.51.100.0/8 is wider than /16');
  await run('onboard', file);
  expect([asked, said().endsWith('Nothing was changed.')]).toEqual([
    [`Apply this to ${companyId}? [y/N] `],
    true,
  ]);
  expect(await statusOf(companyId)).toBe('REGISTERED');
  answers = ['y'];
  await run('onboard', file);
  expect(said()).toContain(`Done: ${companyId} has version 1.`);
  expect(said()).toMatch(/ {2}http:\S+\/company\/first-key#[0-9A-Za-z]{43}\nIt goes to Ada <\S+> by mail/);
  printed = [];
  await run(
    'onboard',
    await fileOf({ ...document, plan: 'reference', ipAllowList: ['203.0.113.7'] }),
    '--yes',
  );
  expect(printed).toEqual(['~ /ipAllowList: -198.51.100.0/8', `Done: ${companyId} has version 2.`]);
  printed = [];
  await run('onboard', file, '--yes');
  expect(printed).toEqual(['Nothing to change.']);
});

test('what another operator changed after it was shown is not overwritten', async () => {
  const companyId = await approved('Fir');
  const file = await fileOf(onboarding(companyId));
  const overtaken: typeof screen = {
    ...screen,
    ask: async () => {
      await operator.call('PUT', `/operator/companies/${companyId}/onboarding`, {
        body: onboarding(companyId, { languages: ['fr'] }),
        headers: { 'if-match': '0' },
      });
      return 'y';
    },
  };
  await expect(runCompany(['onboard', file], () => Promise.resolve(client), overtaken)).rejects.toThrow(
    'version-conflict',
  );
});

test('a company is shown, suspended, resumed, and ended only by who types its name', async () => {
  const companyId = await approved('Ginkgo Systems');
  await run('onboard', await fileOf(onboarding(companyId)), '--yes', '--json');
  expect(JSON.parse(said())).toMatchObject({ companyId, applied: true, version: 1, firstKey: {} });
  printed = [];
  await run('suspend', companyId, '--reason', 'An invoice is open.', '--json');
  expect(JSON.parse(said())).toMatchObject({ companyId, status: 'SUSPENDED' });
  printed = [];
  await run('show', companyId);
  expect(printed.slice(0, 3)).toEqual([
    `${companyId}  Ginkgo Systems`,
    'status         SUSPENDED (An invoice is open.)',
    'onboarding     version 1',
  ]);
  expect(JSON.parse(printed.slice(printed.indexOf('{')).join('\n'))).toEqual(onboarding(companyId));
  await run('resume', companyId);
  expect(await statusOf(companyId)).toBe('ACTIVE');
  answers = ['ginkgo systems'];
  await expect(run('offboard', companyId, '--reason', 'They have left us.')).rejects.toThrow('not the name');
  expect(await statusOf(companyId)).toBe('ACTIVE');
  answers = ['Ginkgo Systems'];
  await run('offboard', companyId, '--reason', 'They have left us.');
  expect(await statusOf(companyId)).toBe('OFFBOARDED');
  printed = [];
  await run('list', '--status', 'OFFBOARDED');
  expect(printed).toEqual([`${companyId}  OFFBOARDED  version 1  Ginkgo Systems`]);
});

test.each([
  [[], 'say what to do'],
  [['dance'], 'say what to do'],
  [['suspend', 'cmp_1'], 'suspend needs --reason'],
  [['show'], '"company show" needs ID; see "hearthgate company --help"'],
  [['onboard'], '"company onboard" needs FILE'],
  [['onboard', '/none.json'], '/none.json cannot be read'],
  [['show', 'cmp_1', 'cmp_2'], '"cmp_2" is too much'],
])('%j is called in a wrong way', async (args, message) => {
  const failure = await run(...args).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UsageError);
  expect(String(failure)).toContain(message);
});

test.each([['not json'], ['[]'], ['{}'], ['{"companyId":"../operators"}']])(
  'the file %s is no onboarding document',
  async (content) => {
    await expect(run('onboard', await fileOf(content))).rejects.toThrow(UsageError);
  },
);
