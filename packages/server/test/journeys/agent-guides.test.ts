import { spawn } from 'node:child_process';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { K40Double, Km200Double } from '@hearthgate/device/doubles';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { emsEspPlace, ownTree } from '../harness/agents.ts';
import { startDevice } from '../harness/device-process.ts';
import { expectLines, stepsOf, type Step } from '../harness/tour.ts';
import { REAL_TIME, startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const MARKER = '--- next step ---';
const KEY = '00112233445566778899aabbccddeeff'.repeat(2);
const LABEL = { login: '101000901', password: 'ab12-cd34-ef56-gh78' };

/** The guides, as they stand there; only addresses and ports are those of the doubles, and the home is a new one. */
describe('the guides to the edge agent', () => {
  let sandbox: TestSandbox;
  let home: string;

  beforeAll(async () => {
    // Devices are processes of their own, with the clock of this machine.
    sandbox = await startSandbox({}, {}, REAL_TIME);
    await sandbox.unplugHouses();
  });
  afterAll(() => sandbox.stop());
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'hg-agent-guide-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  test('a KM200 is connected as written', async () => {
    const double = await Km200Double.start({ tree: await ownTree('icom-boiler'), key: KEY });
    const place = `host: 127.0.0.1\n  port: ${double.port}`;
    await follow('connect-a-km200', (text) => text.replaceAll('host: 192.0.2.20', place));
    expect(double.crowded).toBe(0);
    expect(double.tree.get('/heatingCircuits/hc1/temperatureLevels/comfort2')).toMatchObject({ value: 22.5 });
    await double.stop();
  });

  test('a K 40 RF is connected as written, with somebody who presses its buttons when told to', async () => {
    const double = await K40Double.start({ tree: await ownTree('k40-heat-pump'), ...LABEL });
    const place = `host: 127.0.0.1\n  port: ${double.port}\n  tokenPort: ${double.tokenPort}`;
    const here = (text: string) =>
      text.replaceAll('host: 192.0.2.10', place).replaceAll('at 192.0.2.10;', 'at 127.0.0.1;');
    await follow('connect-a-k40rf', here, (output) => {
      if (output.includes('Now press')) double.tokens.pressButtons();
    });
    await double.stop();
  });

  test('an EMS-ESP behind a broker in the house is connected as written', async () => {
    const place = await emsEspPlace(Date.parse('2026-01-15T06:30:00Z'));
    const telling = setInterval(() => place.board.publish(), 500);
    await follow('connect-an-ems-esp-by-agent', (text) =>
      text.replaceAll('mqtt://192.0.2.5:1883', place.broker),
    ).finally(() => clearInterval(telling));
    expect(place.board.received.filter(({ payload }) => payload !== '')).toEqual([
      { topic: 'thermostat/hc1/manualtemp', payload: '22.5' },
    ]);
    await place.stop();
  });

  /** What comes before `agent run`, the agent itself until it has reported, what comes after it. */
  async function follow(guide: string, here: (text: string) => string, watch?: (output: string) => void) {
    const steps = stepsOf(await readFile(join(ROOT, `docs/guides/${guide}.md`), 'utf8'));
    const at = steps.findIndex(({ kind }) => kind === 'agent');
    const agent = steps[at];
    if (!agent) throw new Error('the guide does not run the agent');
    const local = (text: string) =>
      here(text)
        .replaceAll('http://127.0.0.1:8080', sandbox.world.baseUrl)
        .replaceAll('mqtt://127.0.0.1:1883', sandbox.world.mqttUrl);
    await shell(steps.slice(0, at), `export -p > "$HOME/exports"`, local, watch);
    const resume = `. "$HOME/exports"; cd "$HOME/hearthgate-agent"; `;
    const env = { ...process.env, HOME: home };
    const running = await startDevice('bash', ['-e', '-c', resume + local(agent.script)], { cwd: ROOT, env });
    const file = await readFile(join(home, 'hearthgate-agent/agent.yaml'), 'utf8');
    const gatewayId = Number(/gatewayId: (\d{9})/.exec(file)?.[1]);
    await vi.waitFor(async () => {
      const query = 'SELECT 1 FROM report_marks WHERE gateway_id = $1 AND acked_seq > 0';
      expect((await sandbox.pool.query(query, [gatewayId])).rowCount).toBe(1);
    }, 40_000);
    const after = steps.slice(at + 1).filter(({ kind }) => kind === '');
    const first = { kind: '', script: resume, expected: [] };
    await shell([first, ...after], 'true', local);
    await running.end('SIGINT');
  }

  async function shell(
    steps: readonly Step[],
    last: string,
    local: (text: string) => string,
    watch: (output: string) => void = () => undefined,
  ): Promise<void> {
    sandbox.passTime(600_000);
    const script = `${steps.map((step) => `${local(step.script)}\necho; echo '${MARKER}'`).join('\n')}\n${last}`;
    const child = spawn('bash', ['-e', '-c', script], { cwd: ROOT, env: { ...process.env, HOME: home } });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        watch(output);
      });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, output]).toEqual([0, output]);
    const outputs = output.split(MARKER);
    for (const [index, step] of steps.entries())
      expectLines(outputs[index] ?? '', step.expected.map(local), step.script);
  }

  test('the unit and the image name files that exist', async () => {
    const unit = await readFile(join(ROOT, 'deploy/agent/hearthgate-agent.service'), 'utf8');
    const image = await readFile(join(ROOT, 'deploy/agent/Dockerfile'), 'utf8');
    const named = [
      ...`${unit}\n${image}`.matchAll(/(?:\/opt\/hearthgate\/|COPY |"|)(packages\/[\w./-]+|docs\/[\w./-]+)/g),
    ];
    const files = new Set(named.map(([, file = '']) => file));
    expect(files.size).toBeGreaterThan(5);
    for (const file of files) expect([file, await exists(join(ROOT, file))]).toEqual([file, true]);
    for (const line of ['User=hearthgate-agent', 'ProtectSystem=strict', 'NoNewPrivileges=yes'])
      expect(unit).toContain(line);
    expect(image).toContain('\nUSER node\n');
  });
});

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
