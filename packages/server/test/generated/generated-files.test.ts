import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROBLEMS, PROBLEM_CODES, type ProblemCode } from '@hearthgate/wire';
import { envExample } from '../../src/config/index.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Files that are made from the code; `npm run generate` writes them, a plain test run compares. */
describe('generated files', () => {
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());

  test('docs/openapi.json is what the schemas say', async () => {
    const { body } = await sandbox.call('GET', '/docs/openapi.json');
    expect(body['openapi']).toBe('3.1.0');
    await expect(`${JSON.stringify(body, undefined, 2)}\n`).toMatchFileSnapshot(`${ROOT}docs/openapi.json`);
  });

  test('docs/asyncapi.json is what the schemas say', async () => {
    const { body } = await sandbox.call('GET', '/asyncapi.json', { key: null });
    await expect(`${JSON.stringify(body, undefined, 2)}\n`).toMatchFileSnapshot(`${ROOT}docs/asyncapi.json`);
  });

  test('every operation of OpenAPI says where it comes from', async () => {
    const { body } = await sandbox.call<{ paths: Record<string, Record<string, { 'x-origin'?: string }>> }>(
      'GET',
      '/docs/openapi.json',
    );
    const operations = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation['x-origin']]),
    );
    expect(operations.length).toBeGreaterThan(7);
    for (const [name, origin] of operations)
      expect([name, origin]).toEqual([name, expect.stringMatching(/^(reference|hearthgate)$/)]);
  });

  test('.env.example lists every variable', async () => {
    await expect(envExample()).toMatchFileSnapshot(`${ROOT}.env.example`);
  });

  test.each(PROBLEM_CODES)('docs/errors/%s.md', async (code) => {
    await expect(errorPage(code)).toMatchFileSnapshot(`${ROOT}docs/errors/${code}.md`);
  });

  test.each(PROBLEM_CODES)('the server has a page for %s', async (code) => {
    const { status, body } = await sandbox.call<string>('GET', `/docs/errors/${code}`);
    expect(status).toBe(200);
    expect(body).toContain(PROBLEMS[code].title);
  });
});

function errorPage(code: ProblemCode): string {
  const { status, title, cause, cure, detail } = PROBLEMS[code];
  const texts = Object.entries(detail).map(([language, text]) => `- ${language}: ${text}`);
  return `# ${title}\n\nStatus ${status}, code \`${code}\`.\n\n## Why\n\n${cause}\n\n## What helps\n\n${cure}\n\n## Text\n\n${texts.join('\n')}\n`;
}
