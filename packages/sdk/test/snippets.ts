import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../server/test/harness/free-port.ts';
import { expectLines } from '../../server/test/harness/tour.ts';
import type { TestSandbox } from '../../server/test/harness/sandbox.ts';
import type { WebhookWithSecret } from '../src/index.ts';

const README = fileURLToPath(new URL('../README.md', import.meta.url));
const PATIENCE_MS = 30_000;
const LISTENS = 'it listens';

interface Snippet {
  readonly name: string;
  readonly program: string;
  readonly expected: readonly string[];
}

/** Runs each program of the README as it stands there, until it has shown what the README says that it shows. */
export async function runSnippets(sandbox: TestSandbox, directory: string, node: string): Promise<void> {
  const port = await freePort();
  const { body } = await sandbox.call<WebhookWithSecret>('POST', '/webhooks', {
    body: { url: `http://127.0.0.1:${port}/hook` },
  });
  const snippets = snippetsOf(await readFile(README, 'utf8'));
  if (snippets.length < 5) throw new Error(`only ${snippets.length} programs were found`);
  for (const { name, program, expected } of snippets) {
    const file = join(directory, `${name}.mjs`);
    await writeFile(
      file,
      program.replace('.listen(3000)', `.listen(${port}, () => console.log('${LISTENS}'))`),
    );
    const running = spawn(node, [file], {
      cwd: directory,
      env: {
        HEARTHGATE_URL: sandbox.app.url,
        HEARTHGATE_KEY: sandbox.world.keys.ok,
        WEBHOOK_SECRET: body.secret,
      },
    });
    const show = (output: string) => expectLines(output, expected, `README, ${name}`);
    const hasShown = (output: string) => {
      try {
        show(output);
        return true;
      } catch {
        return false;
      }
    };
    const sendTest = async () => {
      await sandbox.call('POST', `/webhooks/${body.webhookId}/test`);
    };
    show(await outputOf(running, hasShown, sendTest));
  }
  await sandbox.call('DELETE', `/webhooks/${body.webhookId}`);
}

function snippetsOf(markdown: string): Snippet[] {
  const blocks = markdown.matchAll(/```js (\w+)\n(.*?)```\n+```text\n(.*?)\n```/gs);
  return [...blocks].map(([, name = '', program = '', text = '']) => ({
    name,
    program,
    expected: text.split('\n'),
  }));
}

/** What a program says until it ends or, where it would go on for ever, has shown all that is expected. */
async function outputOf(
  running: ChildProcess,
  hasShown: (output: string) => boolean,
  whenListening: () => Promise<void>,
): Promise<string> {
  const exited = once(running, 'exit');
  const timer = setTimeout(() => running.kill('SIGKILL'), PATIENCE_MS);
  let output = '';
  let asked: Promise<void> | undefined;
  for (const stream of [running.stdout, running.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(LISTENS)) asked ??= whenListening();
      if (hasShown(output)) running.kill();
    });
  await exited;
  await asked;
  clearTimeout(timer);
  return output;
}
