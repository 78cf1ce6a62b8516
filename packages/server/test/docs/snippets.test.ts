import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../harness/free-port.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { blocksOf, doSteps, stepsOf, whyNotRun } from '../harness/tour.ts';
import { allPages, OWN_TESTS, readPage, ROOT } from './pages.ts';

/** Lets every limit refill; a reader takes longer between two blocks. */
const BETWEEN_STEPS_MS = 600_000;
const DAY_MS = 86_400_000;
/** Devices of the pages have a clock of their own, which must not be ahead; and no page should meet midnight. */
const MIDDAY = `${new Date(Date.now() + DAY_MS).toISOString().slice(0, 10)}T10:00:00Z`;
/** Houses that are there in a new sandbox, and that pages pull the plug of. */
const PLUGGED = ['101000001', '101000002', '101000003'];

const written = allPages().filter((page) => blocksOf(readPage(page)).some(isProgram));
/** The consent text that it publishes concerns every call after it. */
const LAST = 'docs/guides/consent-ledger.md';
const done = written
  .filter((page) => OWN_TESTS[page] === undefined && stepsOf(readPage(page)).some(isDone))
  .toSorted((one, other) => Number(one === LAST) - Number(other === LAST));

/** What the pages show is done as it stands there, in a folder that looks like a clone; only addresses are others. */
describe('the snippets of the documents', () => {
  let sandbox: TestSandbox;
  let clone: string;

  beforeAll(async () => {
    sandbox = await startSandbox({}, {}, MIDDAY);
  });
  afterAll(() => sandbox.stop());
  afterEach(() => rm(clone, { recursive: true, force: true }));

  test.each(done)('%s', async (page) => {
    clone = await mkdtemp(join(tmpdir(), 'hg-page-'));
    for (const name of await readdir(ROOT)) await symlink(join(ROOT, name), join(clone, name));
    await freshen();
    const here = await local();
    const steps = stepsOf(readPage(page)).filter(isDone);
    await doSteps(
      steps.map((step) => ({ ...step, script: here(step.script), expected: step.expected.map(here) })),
      clone,
      { before: () => sandbox.passTime(BETWEEN_STEPS_MS), env: environment() },
    );
  });

  /** Each page begins with houses that are there, whatever the page before has done. */
  async function freshen(): Promise<void> {
    for (const gatewayId of PLUGGED)
      await sandbox.call('POST', `/sandbox/gateways/${gatewayId}/connection`, { body: { state: 'online' } });
  }

  /** Words of a page as they are here. */
  async function local(): Promise<(text: string) => string> {
    const { baseUrl, mqttUrl } = sandbox.world;
    const port = await freePort();
    return (text) =>
      text
        .replaceAll('http://127.0.0.1:8080', baseUrl)
        .replaceAll('http://127.0.0.1:8081', sandbox.app.adminUrl)
        .replaceAll('mqtt://127.0.0.1:1883', mqttUrl)
        .replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`)
        .replaceAll('.listen(3000', `.listen(${port}`);
  }

  /** The commands read the settings of the server. */
  function environment(): NodeJS.ProcessEnv {
    return {
      HOME: clone,
      PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}`,
      HEARTHGATE_MODE: 'sandbox',
      DATABASE_URL: sandbox.databaseUrl,
      DATA_DIR: sandbox.dataDir,
    };
  }
});

describe('no block of the documents is left alone', () => {
  test.each(written)('%s', (page) => {
    for (const block of blocksOf(readPage(page)).filter(isProgram)) {
      const { language, info, text } = block;
      const reason = whyNotRun(block);
      if (reason !== undefined) {
        expect([text, reason.split(' ').length > 2]).toEqual([text, true]);
        continue;
      }
      // A program has the name of its file; how to start is what .ci/newcomer does.
      const commands =
        OWN_TESTS[page] === undefined ? /^(start|device)?$/ : /^(start|device|agent|service)?$/;
      const allowed = language === 'js' ? /^[\w-]+\.mjs$/ : commands;
      if (info === 'start') expect(text).toBe('npm ci\nnpm start');
      expect([text, info, allowed.test(info)]).toEqual([text, info, true]);
    }
  });

  test.each(Object.entries(OWN_TESTS))('%s is done by %s', (page, file) => {
    expect(written).toContain(page);
    expect(readPage(file)).toContain((page.split('/').at(-1) ?? '').replace(/\.md$/, ''));
  });
});

function isProgram({ language }: { language: string }): boolean {
  return ['sh', 'bash', 'js', 'ts', 'mjs'].includes(language);
}

/** What starts a server, or needs another machine, is another test's. */
function isDone({ kind }: { kind: string }): boolean {
  return kind === '' || kind === 'device';
}
