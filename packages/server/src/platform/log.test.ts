import { expect, test } from 'vitest';
import { createLog, type Log } from './log.ts';

/** What a log writes, line by line. */
function logged(write: (log: Log) => void): { text: string; lines: Record<string, unknown>[] } {
  const written: string[] = [];
  write(createLog('trace', { write: (line) => void written.push(line) }));
  return {
    text: written.join(''),
    lines: written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

test.each([
  ['password'],
  ['mqttPassword'],
  ['apiKey'],
  ['api_key_secret'],
  ['x-api-key'],
  ['secret'],
  ['inboxSecret'],
  ['private_key'],
  ['authorization'],
  ['set-cookie'],
  ['accessToken'],
  ['headers'],
])('a field with the name %s is never shown, however deep it lies', (name) => {
  const { text } = logged((log) => {
    log.info({ [name]: 'canary' }, 'message');
    log.info({ a: { b: [{ [name]: ['canary'] }] } }, 'message');
    log.child({ [name]: 'canary' }).info('message');
    log.child({ a: { [name]: { of: 'canary' } } }).info('message');
  });
  expect(text).not.toContain('canary');
  expect(text.match(/\[redacted\]/g)?.length).toBe(4);
});

test('what is no secret is shown as it is', () => {
  const { lines } = logged((log) =>
    log.warn(
      { gatewayId: 101000001, at: new Date(0), list: [1, { deep: true }], none: null },
      'what happened?',
    ),
  );
  expect(lines).toEqual([
    {
      level: 40,
      time: expect.any(Number),
      gatewayId: 101000001,
      at: '1970-01-01T00:00:00.000Z',
      list: [1, { deep: true }],
      none: null,
      msg: 'what happened?',
    },
  ]);
});

test('an error shows its message, its stack and its causes, and nothing that hangs on it', () => {
  const cause = Object.assign(new Error('the cause'), { detail: 'canary' });
  const error = Object.assign(new Error('the error', { cause }), {
    code: '23514',
    detail: 'Failing row contains (canary)',
    where: 'canary',
    rawPacket: Buffer.from('canary'),
    request: { body: 'canary' },
  });
  const { lines, text } = logged((log) => {
    log.error({ err: error }, 'failed');
    log.error(error);
    log.error({ err: new AggregateError([error], 'many') });
  });
  expect(text).not.toContain('canary');
  expect(text).not.toContain(String([...Buffer.from('canary')]));
  expect(lines[0]?.['err']).toEqual({
    type: 'Error',
    message: 'the error: the cause',
    stack: expect.stringContaining('log.test.ts'),
    code: '23514',
  });
  expect(lines[2]?.['err']).toMatchObject({ message: 'many', causes: [{ message: 'the error: the cause' }] });
});

test.each([['a text'], [{ secret: 'canary' }], [undefined], [17]])('a thrown %j is no trouble', (thrown) => {
  const { lines, text } = logged((log) => log.error({ err: thrown }, 'failed'));
  expect(lines).toHaveLength(1);
  expect(text).not.toContain('canary');
});

test('bytes are not shown, and a circle is no trouble', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  const { text } = logged((log) => log.info({ bytes: Buffer.from('canary'), circle }, 'message'));
  expect(text).not.toMatch(/canary|99,97,110/);
});

test.each([
  ['https://example.org/hook?token=canary&x=1', 'https://example.org/hook?[redacted]'],
  ['https://canary:canary@example.org/hook', 'https://[redacted]@example.org/hook'],
  ['postgres://hearthgate:canary@db/hearthgate', 'postgres://[redacted]@db/hearthgate'],
  ['GET /hvacs?cursor=canary failed', 'GET /hvacs?[redacted] failed'],
  ['key xHCSAPI_20260715T063015Z_canary_canary_canary.', 'key xHCSAPI_[redacted].'],
  ['secret whsec_canary+/canary== was refused', 'secret whsec_[redacted] was refused'],
  ['key whsk_canary+/canary== was refused', 'key whsk_[redacted] was refused'],
  ['is this a secret? no', 'is this a secret? no'],
])('in any text, "%s" is "%s"', (text, shown) => {
  const { lines } = logged((log) => {
    log.info(text);
    log.info({ text }, 'message');
    log.info({ err: new Error(text) }, 'message');
  });
  expect(lines).toEqual([
    expect.objectContaining({ msg: shown }),
    expect.objectContaining({ text: shown }),
    expect.objectContaining({
      err: expect.objectContaining({ message: shown, stack: expect.stringContaining(shown) }),
    }),
  ]);
});
