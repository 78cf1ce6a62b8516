import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPortals, type OpenOptions, type TestPortals } from './harness/portals.ts';
import { portalsDoc } from './portals-doc.ts';
import { PAGES } from './pages.ts';

/** `npm run screenshots` takes them; a plain run of the tests leaves the docs alone. */
const isAsked = process.env['MODE'] === 'screenshots';

const DOCS = fileURLToPath(new URL('../../../docs/', import.meta.url));
const DIR = `${DOCS}screenshots/`;
/** A winter morning, the same at every run. */
const NOW = '2026-01-15T06:30:00.000Z';
/** All pictures together, so that the repository stays small. */
const MAX_BYTES = 3_000_000;
/** Letters stay sharp, and it takes half of what PNG takes. */
const JPEG_QUALITY = 82;

const LOOKS: Readonly<Record<'light' | 'dark' | 'phone', Pick<OpenOptions, 'device' | 'theme'>>> = {
  light: {},
  dark: { theme: 'dark' },
  phone: { device: 'phone' },
};
const SHOWN = PAGES.filter(({ title }) => title !== undefined);

describe.runIf(isAsked)('screenshots', () => {
  let portals: TestPortals;
  beforeAll(async () => {
    await rm(DIR, { recursive: true, force: true });
    await mkdir(DIR);
    portals = await startPortals({}, {}, NOW);
  });
  afterAll(() => portals?.stop());

  test.each(SHOWN)('$name', async (shown) => {
    for (const [name, look] of Object.entries(LOOKS)) {
      const { page, close } = await portals.open({ ...shown, ...look, now: NOW });
      await page.screenshot({
        path: `${DIR}${shown.name}-${name}.jpg`,
        type: 'jpeg',
        quality: JPEG_QUALITY,
        animations: 'disabled',
        caret: 'hide',
      });
      await close();
    }
  });

  test('have their page', async () => {
    await writeFile(`${DOCS}portals.md`, portalsDoc(SHOWN));
  });

  test('stay small', async () => {
    const sizes = await Promise.all((await readdir(DIR)).map(async (name) => (await stat(DIR + name)).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_BYTES);
  });
});
