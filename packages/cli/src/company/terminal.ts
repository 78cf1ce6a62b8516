import { createInterface } from 'node:readline/promises';

export interface Terminal {
  readonly print: (line: string) => void;
  /** Beside the result, which a program may read; an empty answer when nobody can answer. */
  readonly ask: (question: string) => Promise<string>;
}

export const terminal: Terminal = {
  print: (line) => console.log(line),
  ask: (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    return new Promise<string>((resolve) => {
      lines.once('close', () => resolve(''));
      void lines.question(question).then((answer) => {
        resolve(answer.trim());
        lines.close();
      });
    });
  },
};
