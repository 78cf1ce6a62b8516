import { styleText } from 'node:util';

/** Where a command says what it has to say; tests read it. */
export interface Screen {
  /** The result: what a program would read. */
  readonly print: (line: string) => void;
  /** Beside the result, for people. */
  readonly note: (line: string) => void;
  /** In place of the note before, while something lasts; nothing where no terminal shows it. An empty text ends it. */
  readonly progress: (line: string) => void;
}

export const screen: Screen = {
  print: (line) => console.log(line),
  note: (line) => console.error(line),
  progress: (line) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${line}`);
  },
};

type Style = 'green' | 'yellow' | 'red' | 'dim' | 'bold';

/** Colours where a terminal shows them and nobody has said NO_COLOR. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

export function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

/** Prints what happens as it happens; for a program, each line is JSON with its time. */
export function lines(asJson: boolean): (text: string) => void {
  return (text) => console.log(asJson ? JSON.stringify({ at: new Date().toISOString(), text }) : text);
}

/** Columns as wide as they need; the last one is not filled up. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
