import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'vitest';

const run = promisify(execFile);
const MARKER = '--- next step ---';

/** A shell block of a page, and what the text block after it says that it shows. */
export interface Step {
  /** Word after `sh`: `start`, `device` and `agent` run until they are stopped, `service` is for a machine that has systemd. */
  readonly kind: string;
  readonly script: string;
  /** Lines that the output has to show, in this order; an ellipsis stands for anything. */
  readonly expected: string[];
}

/** All blocks of shell commands, each with the block of text that follows it. */
export function stepsOf(markdown: string): Step[] {
  const blocks = [...markdown.matchAll(/```(sh|text) ?(\w*)\n([\s\S]*?)\n```/g)].map(
    ([, language, kind = '', text = '']) => ({
      language,
      kind,
      text,
    }),
  );
  return blocks.flatMap(({ language, kind, text }, index) => {
    const next = blocks[index + 1];
    const expected = next?.language === 'text' ? next.text.split('\n') : [];
    return language === 'sh' ? [{ kind, script: text, expected }] : [];
  });
}

/** Does the steps in one shell, so that exports last; what it leaves running ends with it. */
export async function doSteps(steps: readonly Step[], cwd: string): Promise<void> {
  const lines = steps.map(({ script }) => `${script}\necho; echo ${MARKER}`);
  const script = ["trap 'kill $(jobs -p) 2>/dev/null || true' EXIT", ...lines].join('\n');
  const { stdout } = await run('bash', ['-e', '-c', script], { cwd, timeout: 60_000 });
  const outputs = stdout.split(MARKER);
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
