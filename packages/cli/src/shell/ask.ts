import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from './errors.ts';

interface Terminal {
  readonly input: NodeJS.ReadableStream & { isTTY?: boolean };
  readonly shown: NodeJS.WritableStream;
}

/** Asks on the terminal and shows nothing of what is typed. Without a terminal it says what to do instead. */
export async function ask(
  question: string,
  instead: string,
  { input, shown }: Terminal = { input: process.stdin, shown: process.stderr },
): Promise<string> {
  if (input.isTTY !== true) throw new UsageError(`there is no terminal to ask on: ${instead}`);
  const nowhere = new Writable({ write: (_chunk, _encoding, written) => written() });
  const prompt = createInterface({ input, output: nowhere, terminal: true });
  shown.write(question);
  try {
    return await new Promise((resolve, reject) => {
      prompt.question('', resolve);
      prompt.once('close', () => reject(new Error('no answer was given')));
    });
  } finally {
    prompt.close();
    shown.write('\n');
  }
}
