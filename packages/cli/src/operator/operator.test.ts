import { expect, test } from 'vitest';
import { UsageError } from '../shell/errors.ts';
import { runOperator } from './operator.ts';

test.each([
  [
    [],
    'say what to do: create, list, remove, reset, sign-in, sign-out, health; see "hearthgate operator --help"',
  ],
  [['invite'], /say what to do/],
  [['create', 'list'], /"list" is too much/],
  [['create'], /which operator\? Give --email/],
  [['reset', '--email', 'nobody'], /--email "nobody" is not an address like you@example\.org/],
  [['remove', '--email', 'a@b@example.org'], /is not an address/],
  [['list', '--email', 'a@example.org'], /"operator list" takes no --email/],
  [['create', '--email', 'a@example.org', '--code', '1'], /takes no --code/],
  [['sign-in', '--email', 'a@example.org', '--url', 'example.org'], /is not an address like http/],
  [['sign-in', '--email', 'a@example.org', '--url', 'http://example.org'], /password in the clear/],
  [['sign-in', '--email', 'a@example.org', '--url', 'http://127.0.0.1.example.org'], /password in the clear/],
  [['create', '--what'], /see "hearthgate operator --help"/],
])('%j is refused with the cure', async (args, text) => {
  await expect(runOperator(args)).rejects.toThrow(UsageError);
  await expect(runOperator(args)).rejects.toThrow(text);
});
