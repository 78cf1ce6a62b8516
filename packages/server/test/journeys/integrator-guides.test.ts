import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { HomeBroker } from '../harness/home-broker.ts';
import { startSandbox } from '../harness/sandbox.ts';
import { freePort } from '../harness/free-port.ts';
import { doSteps, fileOf, stepsOf } from '../harness/tour.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** The guides for integrators, as they stand there; only ports are free ones, and the home is a new one. */
describe('the guides for integrators', () => {
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'hg-integrator-guide-'));
    vi.stubEnv('HOME', home);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(home, { recursive: true, force: true });
  });

  test('systems are published to a broker as written', async () => {
    const [sandbox, broker] = await Promise.all([startSandbox(), HomeBroker.start()]);
    await sandbox.unplugHouses('101000001');
    const here = (text: string) =>
      text
        .replaceAll('http://127.0.0.1:8080', sandbox.world.baseUrl)
        .replaceAll('mqtt://192.0.2.5:1883', broker.url)
        .replaceAll('192.0.2.5:1883', new URL(broker.url).host);
    await doSteps(stepsOf(here(await guide('home-assistant'))), ROOT);
    await Promise.all([sandbox.stop(), broker.stop()]);
  });

  test('traffic is compared as written', async () => {
    await doSteps(stepsOf(await guide('check-your-traffic')), ROOT);
  });

  test('a receiver is tried as written', async () => {
    const port = await freePort();
    const here = (text: string) =>
      text.replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`).replace('.listen(3000', `.listen(${port}`);
    const folder = join(home, 'my-receiver');
    await mkdir(folder);
    const webhooks = await guide('webhooks');
    await writeFile(join(folder, 'verify.mjs'), fileOf(webhooks, 'verify.mjs'));
    await writeFile(join(folder, 'receiver.mjs'), here(fileOf(webhooks, 'receiver.mjs')));
    await doSteps(stepsOf(here(await guide('receiver-conformance'))), ROOT);
  });
});

function guide(name: string): Promise<string> {
  return readFile(join(ROOT, `docs/guides/${name}.md`), 'utf8');
}
