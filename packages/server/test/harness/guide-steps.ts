import { expect } from 'vitest';

/** What a page of the documentation tells its reader to do. */
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

export function expectLines(output: string, lines: readonly string[], script: string): void {
  let from = 0;
  for (const line of lines) {
    const parts = line.replace(/…$/, '').split('…');
    const pattern = new RegExp(
      parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*?'),
    );
    const found = pattern.exec(output.slice(from));
    expect(found, `${script}\n\nshould show: ${line}\nbut showed:\n${output}`).not.toBeNull();
    from += (found?.index ?? 0) + (found?.[0].length ?? 0);
  }
}
