import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../web/test/harness/chromium.ts';
import { startReceiver, type Receiver } from '../../server/test/harness/receiver.ts';
import { startSandbox, type TestSandbox } from '../../server/test/harness/sandbox.ts';
import type { WebhookWithSecret } from '../src/index.ts';
import { bundled, installPublished, nodeOf, type Project } from './published-package.ts';
import { runSnippets } from './snippets.ts';

const run = promisify(execFile);
/** With everything that the main entry leads to; the promise of the project. */
const MAX_BYTES = 15_000;
/** What is wrong for who loads it as CommonJS is meant: there is no CommonJS. */
const ESM_ONLY = ['node10', 'node16-cjs'];
const CONSUMER = fileURLToPath(new URL('consumer.ts', import.meta.url));
const TYPES = fileURLToPath(new URL('../../../node_modules/@types', import.meta.url));

describe('the published package', () => {
  let project: Project;
  let sandbox: TestSandbox;
  let receiver: Receiver;

  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hg-sdk-'));
    project = await installPublished(directory, ['express']);
    sandbox = await startSandbox();
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await receiver.close();
    await sandbox.stop();
    await rm(project.directory, { recursive: true, force: true });
  });
  const entry = (name: string) => join(project.packageDirectory, name);

  /** One of each kind of signature, as the server sent it. */
  const signedMessages = async () => {
    const messages = [];
    for (const signature of ['HMAC_SHA256', 'ED25519']) {
      sandbox.passTime(60_000);
      const { body: made } = await sandbox.call<WebhookWithSecret>('POST', '/webhooks', {
        body: { url: receiver.url, signature, name: `${signature}-${receiver.received.length}` },
      });
      await sandbox.call('POST', `/webhooks/${made.webhookId}/test`);
      const { headers, text } = receiver.received.findLast(({ type }) => type === 'WEBHOOK_TEST') ?? {};
      messages.push({ key: made.secret ?? made.publicKeys?.[0]?.publicKey, headers, text });
    }
    return messages;
  };

  test('is right for publint', async () => {
    const { messages, pkg } = await publint({
      pkgDir: project.packageDirectory,
      // It is what was packed.
      pack: false,
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  test('has right types for who loads it as a module, by every entry', async () => {
    const checked = await checkPackage(createPackageFromTarballData(project.tarball));
    if (checked.types === false) throw new Error('it has no types');
    const problems = checked.problems.filter(
      (problem) => !('resolutionKind' in problem) || !ESM_ONLY.includes(problem.resolutionKind),
    );
    expect(problems).toEqual([]);
    expect(Object.keys(checked.entrypoints)).toEqual(['.', './webhooks', './fastify', './express', './hono']);
  });

  test('brings nothing along and is small', async () => {
    const manifest = JSON.parse(await readFile(entry('package.json'), 'utf8')) as object;
    expect(Object.keys(manifest)).not.toContain('dependencies');
    const size = async (name: string) => gzipSync(await bundled(entry(name))).length;
    const [all, webhooks] = [await size('index.js'), await size('webhooks/index.js')];
    console.info(
      `@hearthgate/sdk: ${all} bytes, @hearthgate/sdk/webhooks: ${webhooks} bytes, minified, gzip`,
    );
    expect(all).toBeLessThan(MAX_BYTES);
    expect(all).toBeGreaterThan(5_000);
  });

  test.each([
    [
      'of a bundler, without types of Node',
      'bundler',
      [],
      ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    ],
    ['of Node', 'nodenext', ['node'], ['lib.es2022.d.ts']],
  ] as const)('type-checks in a program %s', async (_, resolution, types, lib) => {
    const file = join(project.directory, 'consumer.mts');
    await writeFile(file, await readFile(CONSUMER, 'utf8'));
    const isBundler = resolution === 'bundler';
    const program = ts.createProgram([file], {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: isBundler ? ts.ModuleKind.ESNext : ts.ModuleKind.NodeNext,
      moduleResolution: isBundler ? ts.ModuleResolutionKind.Bundler : ts.ModuleResolutionKind.NodeNext,
      types: [...types],
      typeRoots: [TYPES],
      lib: [...lib],
      skipLibCheck: !isBundler,
    });
    const found = ts.getPreEmitDiagnostics(program);
    expect(
      found.map(({ messageText, file: where, start }) => [
        where?.fileName,
        start,
        ts.flattenDiagnosticMessageText(messageText, '\n'),
      ]),
    ).toEqual([]);
  });

  test('does what its README says, with the oldest Node that it is for', async (context) => {
    const node = await nodeOf(20);
    if (node === undefined) await context.annotate('no Node 20 on this machine: with the present one');
    await runSnippets(sandbox, project.directory, node ?? process.execPath);
  });

  test('verifies both kinds of signature with the oldest Node', async () => {
    const program = `
      import { verifyWebhook } from '@hearthgate/sdk/webhooks';
      for (const { key, headers, text: body } of JSON.parse(process.argv[2])) {
        const { events } = await verifyWebhook({ headers, body }, { keys: key });
        console.log(events[0].type);
        await verifyWebhook({ headers, body: body + ' ' }, { keys: key }).catch(({ code }) => console.log(code));
      }`;
    const file = join(project.directory, 'verify.mjs');
    await writeFile(file, program);
    const node = (await nodeOf(20)) ?? process.execPath;
    const { stdout } = await run(node, [file, JSON.stringify(await signedMessages())]);
    const each = 'WEBHOOK_TEST\nsignature-wrong\n';
    expect(stdout).toBe(each + each);
  });

  test('verifies webhooks in a browser, where calls are kept away', async () => {
    const webhooks = Buffer.from(await bundled(entry('webhooks/index.js'))).toString('base64');
    const client = Buffer.from(await bundled(entry('index.js'))).toString('base64');
    const messages = await signedMessages();
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      // A page of another address, which may use WebCrypto.
      await page.route('https://partner.test/', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<p>' }),
      );
      await page.goto('https://partner.test/');
      const found = await page.evaluate(`(async () => {
        const load = (text) => import('data:text/javascript;base64,' + text);
        const { verifyWebhook } = await load('${webhooks}');
        const { Hearthgate } = await load('${client}');
        const types = [];
        for (const { key, headers, text } of ${JSON.stringify(messages)}) {
          const { events } = await verifyWebhook({ headers, body: text }, { keys: [key] });
          types.push(events[0].type);
          await verifyWebhook({ headers, body: text + ' ' }, { keys: [key] }).catch(({ code }) => types.push(code));
        }
        const api = new Hearthgate({ baseUrl: '${sandbox.app.url}', apiKey: 'xHCSAPI_no', maxRetries: 0 });
        await api.apiKeys.me().catch(({ code }) => types.push(code));
        return types;
      })()`);
      const each = ['WEBHOOK_TEST', 'signature-wrong'];
      expect(found).toEqual([...each, ...each, 'unreachable']);
    } finally {
      await browser.close();
    }
  });
});
