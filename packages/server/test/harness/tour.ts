import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'vitest';

const MARKER = '--- next step ---';
/** A page that takes longer hangs. */
const PAGE_TIMEOUT_MS = 60_000;
/** In front of the reason why a block cannot be run where the tests run. */
const NOT_RUN = 'not run: ';

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  /** What stands behind the language. */
  readonly info: string;
  readonly text: string;
}

/** A shell block of a page, and what the text block after it says that it shows. */
export interface Step {
  /** Word after `sh`: `start`, `device` and `agent` run until they are stopped, `service` is for a machine that has systemd. */
  readonly kind: string;
  readonly script: string;
  /** Lines that the output has to show, in this order; an ellipsis stands for anything. */
  readonly expected: string[];
}

export function blocksOf(markdown: string): Block[] {
  const found = markdown.matchAll(/^```(\w*) ?([^\n]*)\n([\s\S]*?)^```$/gm);
  return [...found].map(([, language = '', info = '', text = '']) => ({
    language,
    info,
    text: text.replace(/\n$/, ''),
  }));
}

/** Why nobody runs a block; undefined when somebody has to. */
export function whyNotRun({ info }: Block): string | undefined {
  return info.startsWith(NOT_RUN) ? info.slice(NOT_RUN.length) : undefined;
}

/** All blocks of shell commands, each with the block of text that follows it, and the files that the page says to save. */
export function stepsOf(markdown: string): Step[] {
  const blocks = blocksOf(markdown).filter(
    (block) => ['sh', 'js', 'text'].includes(block.language) && whyNotRun(block) === undefined,
  );
  return blocks.flatMap(({ language, info, text }, index) => {
    const next = blocks[index + 1];
    const expected = next?.language === 'text' ? next.text.split('\n') : [];
    if (language === 'sh') return [{ kind: info, script: text, expected }];
    return language === 'js'
      ? [{ kind: '', script: `cat > ${info} <<'END OF FILE'\n${text}\nEND OF FILE`, expected: [] }]
      : [];
  });
}

/** A program that a page says to save under this name. */
export function fileOf(markdown: string, name: string): string {
  const block = blocksOf(markdown).find(({ language, info }) => language === 'js' && info === name);
  if (!block) throw new Error(`the page has no ${name}`);
  return block.text;
}

export interface DoOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** What is done before each step, such as letting time pass. */
  readonly before?: () => void;
}

/** What a device says until it shows what the page says is in this file. */
const DEVICE_LOG = 'device.log';
/** A device that is not there after this has not connected. */
const DEVICE_PATIENCE_S = 20;

/** In the background, where it runs until the page ends; the rest goes on when it has said its last expected line. */
function inBackground({ script, expected }: Step): string {
  const shown =
    expected
      .at(-1)
      ?.split('…')
      .find((part) => part !== '') ?? '';
  return `(${script}) > ${DEVICE_LOG} 2>&1 &
for _ in $(seq ${DEVICE_PATIENCE_S * 10}); do grep -qF -e '${shown}' ${DEVICE_LOG} && break; sleep 0.1; done
cat ${DEVICE_LOG}`;
}

/** Does the steps in one shell, so that exports last; what it leaves running ends with it. */
export async function doSteps(
  steps: readonly Step[],
  cwd: string,
  { env = {}, before = () => undefined }: DoOptions = {},
): Promise<void> {
  // The shell waits for a line on its third channel in front of each step.
  const lines = steps.map((step) => {
    // It would empty the folder of packages that the clone shares with the tests.
    if (/npm (ci|install)/.test(step.script)) throw new Error(`not in a test: ${step.script}`);
    const script = step.kind === 'device' ? inBackground(step) : step.script;
    return `read -r _ <&3\n${script}\necho; echo '${MARKER}'`;
  });
  const script = ["trap 'kill $(jobs -p) 2>/dev/null || true' EXIT", ...lines].join('\n');
  const shell = spawn('bash', ['-e', '-c', script], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: PAGE_TIMEOUT_MS,
  });
  const go = () => {
    before();
    (shell.stdio[3] as NodeJS.WritableStream).write('\n');
  };
  (shell.stdio[3] as NodeJS.WritableStream).on('error', () => undefined);
  let [output, faults, done] = ['', '', 0];
  shell.stderr?.on('data', (chunk: Buffer) => (faults += chunk.toString()));
  shell.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    for (const ended = output.split(MARKER).length - 1; done < ended;) {
      done += 1;
      if (done < steps.length) go();
    }
  });
  go();
  const [code] = (await once(shell, 'close')) as [number | null];
  const outputs = output.split(MARKER);
  const failed = steps[done];
  expect(code, `${failed?.script ?? 'the end'}\n\nfailed after:\n${outputs.at(-1)}\n${faults}`).toBe(0);
  for (const [index, step] of steps.entries()) expectLines(outputs[index] ?? '', step.expected, step.script);
}

/** The output shows these lines, in this order. */
export function expectLines(output: string, expected: readonly string[], script: string): void {
  let from = 0;
  for (const line of expected) {
    const parts = line.replace(/…$/, '').split('…');
    const pattern = new RegExp(
      parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*?'),
    );
    const found = pattern.exec(output.slice(from));
    expect(found, `${script}\n\nshould show: ${line}\nbut showed:\n${output}`).not.toBeNull();
    from += (found?.index ?? 0) + (found?.[0].length ?? 0);
  }
}
