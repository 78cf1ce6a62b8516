import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../harness/database.ts';
import { startDevice } from '../harness/device-process.ts';
import { expectLines, stepsOf, type Step } from '../harness/guide-steps.ts';
import { freePort } from '../harness/free-port.ts';
import { startServerProcess, type ServerProcess } from '../harness/server-process.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const run = promisify(execFile);

/** Everything that the README shows is done here, as it stands there; only the ports are free ones. */
describe('the README', () => {
  let database: TestDatabase;
  let dataDir: string;
  let server: ServerProcess;
  let steps: Step[];
  let ports: { http: number; mqtt: number };

  beforeAll(async () => {
    steps = stepsOf(await readFile(`${ROOT}README.md`, 'utf8'));
    database = await createDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'hg-readme-'));
    ports = { http: await freePort(), mqtt: await freePort() };
    // `npm ci` has run, or this test would not; `npm start` is the command below.
    server = await startServerProcess({
      HEARTHGATE_MODE: 'sandbox',
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      PORT: String(ports.http),
      MQTT_PORT: String(ports.mqtt),
    });
  });
  afterAll(async () => {
    await server.kill('SIGTERM');
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('starts with the two commands, and the second one runs what this test started', async () => {
    const [first] = steps;
    expect(first).toMatchObject({ kind: 'start', script: 'npm ci\nnpm start' });
    const { scripts } = JSON.parse(await readFile(`${ROOT}package.json`, 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts['start']).toBe('node packages/cli/bin/hearthgate.js start');
  });

  test('the tour works as written', async () => {
    const tour = steps.filter(({ kind }) => kind === '');
    expect(tour.length).toBeGreaterThan(6);
    expect(tour.filter(({ expected }) => expected.length > 0).length).toBeGreaterThan(6);
    // One shell for all, so that exports last; a marker tells the outputs apart.
    const script = tour.map(({ script: text }) => `${text}\necho; echo ${MARKER}`).join('\n');
    const { stdout } = await run('bash', ['-e', '-c', withPorts(script)], { cwd: ROOT, timeout: 60_000 });
    const outputs = stdout.split(MARKER);
    for (const [index, { script: text, expected }] of tour.entries()) {
      expectLines(outputs[index] ?? '', expected.map(withPorts), text);
    }
  });

  test('a recorded tree connects as written', async () => {
    const device = steps.find(({ kind }) => kind === 'device');
    const setUp = `export URL=http://127.0.0.1:${ports.http}\n`;
    const script = `${device?.script} --broker mqtt://127.0.0.1:${ports.mqtt}`;
    const running = await startDevice('bash', ['-e', '-c', setUp + script], { cwd: ROOT });
    await running.end('SIGINT');
  });

  test('every linked file exists', async () => {
    const text = await readFile(`${ROOT}README.md`, 'utf8');
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !link.startsWith('http'));
    expect(links.length).toBeGreaterThan(5);
    for (const link of links)
      await expect(readFile(ROOT + link, 'utf8').then(() => link)).resolves.toBe(link);
  });

  function withPorts(text: string): string {
    return text.replaceAll('127.0.0.1:8080', `127.0.0.1:${ports.http}`);
  }
});

const MARKER = '--- next step ---';
