import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { ask } from './ask.ts';
import { UsageError } from './errors.ts';

function terminal(isTTY: boolean) {
  const shown = new PassThrough();
  const input = Object.assign(new PassThrough(), { isTTY });
  return { input, shown, text: () => String(shown.read() ?? '') };
}

test('asks, takes what is typed up to Enter, and shows nothing of it', async () => {
  const { input, shown, text } = terminal(true);
  const answer = ask('Password: ', 'set X', { input, shown });
  input.write('pass');
  input.write(' wore\b\bod\r');
  expect(await answer).toBe('pass wood');
  expect(text()).toBe('Password: \n');
});

test('Ctrl-D instead of an answer is a failure', async () => {
  const { input, shown } = terminal(true);
  const answer = ask('Password: ', 'set X', { input, shown });
  input.write('\u0004');
  await expect(answer).rejects.toThrow('no answer was given');
});

test('without a terminal it says what to do instead', async () => {
  const { input, shown } = terminal(false);
  const answer = ask('Password: ', 'set X', { input, shown });
  await expect(answer).rejects.toThrow(UsageError);
  await expect(answer).rejects.toThrow('there is no terminal to ask on: set X');
});
