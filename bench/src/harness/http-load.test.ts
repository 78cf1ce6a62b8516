import { expect, test } from 'vitest';
import { endOfAnswer, getRequest } from './http-load.ts';

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nx: y\r\n\r\nhello';

test('an answer ends where its length says, and not before all of it is there', () => {
  const whole = Buffer.from(ANSWER);
  expect(endOfAnswer(whole)).toBe(whole.length);
  expect(endOfAnswer(Buffer.from(`${ANSWER}HTTP/1.1`))).toBe(whole.length);
  for (let length = 0; length < whole.length; length += 1)
    expect(endOfAnswer(whole.subarray(0, length))).toBeUndefined();
});

test('an answer that is no success ends the load with what it says', () => {
  const refused = Buffer.from(
    'HTTP/1.1 429 Too Many Requests\r\ncontent-length: 19\r\n\r\nrate-limit-exceeded',
  );
  expect(() => endOfAnswer(refused)).toThrow('rate-limit-exceeded');
  expect(() => endOfAnswer(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))).toThrow('without a length');
});

test('a request is one piece that can be sent as it is', () => {
  expect(getRequest('/hvacs', { 'x-api-key': 'k' }).toString()).toBe(
    'GET /hvacs HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: k\r\n\r\n',
  );
});
