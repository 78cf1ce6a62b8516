import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createHouse, VirtualEmsEsp } from '@hearthgate/device';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const GUIDE = fileURLToPath(new URL('../../../../docs/guides/connect-an-ems-esp.md', import.meta.url));
const run = promisify(execFile);
const PUBLISHED_WITHIN_MS = 15_000;

/** What the guide shows is done here as it stands there, by a shell and a board that knows its four fields only. */
describe('the guide to EMS-ESP', () => {
  let sandbox: TestSandbox;
  let directory: string;
  let guide: string;
  let board: VirtualEmsEsp | undefined;

  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.unplugHouses();
    directory = await mkdtemp(join(tmpdir(), 'hg-ems-guide-'));
    guide = await readFile(GUIDE, 'utf8');
  });
  afterAll(async () => {
    board?.unplug();
    await sandbox.stop();
    await rm(directory, { recursive: true, force: true });
  });

  /** A step of the guide, in a shell that remembers what the steps before exported. */
  async function shell(script: string): Promise<string> {
    const memory = join(directory, 'exports');
    const here = script.replace('http://127.0.0.1:8080', sandbox.world.baseUrl);
    const text = `touch ${memory}; . ${memory}\n${here}\necho; declare -px URL KEY MADE GW > ${memory}`;
    const { stdout } = await run('bash', ['-e', '-c', text], { timeout: 30_000 });
    return stdout;
  }
  /** Value of a field in the guide's table. */
  function field(name: string, gatewayId: string): string {
    const [, value = ''] = new RegExp(`\\| ${name} +\\| \`([^\`]+)\``).exec(guide) ?? [];
    return value.replace('834561419', gatewayId);
  }
  function expectShown(output: string, expected: string): void {
    const pattern = expected
      .trim()
      .split('…')
      .map((part) => part.replace('834561419', '').replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*');
    expect(output.replaceAll(/\d{9}(?=")/g, '')).toMatch(new RegExp(pattern, 's'));
  }

  test('connects a board and changes something with it', async () => {
    const blocks = [...guide.matchAll(/```(sh|text)\n(.*?)```/gs)].map(([, kind = '', text = '']) => ({
      kind,
      text,
    }));
    const [register, registered, read, shown, change, changed] = blocks;
    if (!register || !registered || !read || !shown || !change || !changed)
      throw new Error('the guide has lost a step');
    expect(blocks.map(({ kind }) => kind)).toEqual(['sh', 'text', 'sh', 'text', 'sh', 'text']);

    const output = await shell(register.text);
    expectShown(output, registered.text);
    const made = JSON.parse(output.trim()) as { gatewayId: string; mqttPassword: string };

    await sandbox.heard();
    const startMs = Date.parse('2026-01-15T06:30:00Z');
    const house = createHouse('ems-boiler', { seed: 1, startMs, brand: 'BUDERUS' });
    house.advanceTo(startMs + 3_600_000);
    board = new VirtualEmsEsp({
      brokerUrl: sandbox.world.mqttUrl,
      gatewayId: field('Username', made.gatewayId),
      password: made.mqttPassword,
      base: field('Base topic', made.gatewayId),
      house,
    });
    await board.connect();
    board.run();

    const giveUpAt = performance.now() + PUBLISHED_WITHIN_MS;
    let told = '';
    while (!told.includes('"operationMode":')) {
      expect(performance.now()).toBeLessThan(giveUpAt);
      sandbox.passTime(10_000);
      told = await shell(read.text);
    }
    expectShown(told, shown.text);
    sandbox.passTime(10_000);
    expectShown(await shell(change.text), changed.text);
    expect(house.read()['/heatingCircuits/hc1/manualRoomSetpoint']).toBe(22.5);
  });
});
