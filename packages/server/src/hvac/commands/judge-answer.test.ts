import type { CommandAck, LinkValue } from '@hearthgate/wire';
import { expect, test } from 'vitest';
import { judgeAnswer } from './judge-answer.ts';

const MODE = { path: '/heatingCircuits/hc1/operationMode', value: 'manual' };
const SETPOINT = { path: '/heatingCircuits/hc1/manualRoomSetpoint', value: 21.5 };

function answer(...results: CommandAck['results']): CommandAck {
  return { cid: 'cmd_1', results };
}
const done = ({ path, value }: { path: string; value: string | number }) =>
  ({ path, status: 'CONFIRMED', value }) as const;

test('is confirmed when every value was read back, in the order of the writes', () => {
  expect(judgeAnswer([MODE, SETPOINT], answer(done(SETPOINT), done(MODE)))).toEqual({
    status: 'CONFIRMED',
    results: [
      { resource: MODE.path, status: 'CONFIRMED', value: 'manual' },
      { resource: SETPOINT.path, status: 'CONFIRMED', value: 21.5 },
    ],
  });
});

test('takes a program that the gateway begins on another day, but not one that it changed', () => {
  const path = '/programs/pg1/week';
  const monday = { dayOfWeek: 'Mo', time: 360, setpoint: 21 } as const;
  const sunday = { dayOfWeek: 'Su', time: 480, setpoint: 21.5 } as const;
  const written = [{ path, value: [monday, sunday] }];
  const statusOf = (value: LinkValue) =>
    judgeAnswer(written, answer({ path, status: 'CONFIRMED', value })).status;
  expect(statusOf([sunday, monday])).toBe('CONFIRMED');
  expect(statusOf([sunday, { ...monday, time: 375 }])).toBe('REFUSED');
  expect(statusOf([sunday])).toBe('REFUSED');
});

test('takes a number that the gateway rounded, but not the next step', () => {
  const written = { ...SETPOINT, value: 21.55 };
  expect(judgeAnswer([written], answer(done({ ...SETPOINT, value: 21.5 })))).toMatchObject({
    status: 'CONFIRMED',
    results: [{ value: 21.5 }],
  });
  expect(judgeAnswer([SETPOINT], answer(done({ ...SETPOINT, value: 21.6 })))).toMatchObject({
    status: 'REFUSED',
    results: [{ value: 21.6, error: 'asked for 21.5, read back 21.6' }],
  });
});

test('a gateway that says confirmed without reading back is not believed', () => {
  expect(judgeAnswer([SETPOINT], answer({ path: SETPOINT.path, status: 'CONFIRMED' }))).toEqual({
    status: 'REFUSED',
    results: [{ resource: SETPOINT.path, status: 'REFUSED', error: 'asked for 21.5, read back nothing' }],
  });
});

test('a number is not the same as its text, and 0 is a value', () => {
  expect(judgeAnswer([SETPOINT], answer(done({ ...SETPOINT, value: '21.5' }))).status).toBe('REFUSED');
  const zero = { ...SETPOINT, value: 0 };
  expect(judgeAnswer([zero], answer(done(zero)))).toMatchObject({
    status: 'CONFIRMED',
    results: [{ value: 0 }],
  });
});

test("tells the gateway's reason, and that there was none", () => {
  const refused = { path: SETPOINT.path, status: 'REFUSED', value: 19 } as const;
  expect(judgeAnswer([SETPOINT], answer({ ...refused, error: 'locked' })).results).toEqual([
    { resource: SETPOINT.path, status: 'REFUSED', value: 19, error: 'locked' },
  ]);
  expect(judgeAnswer([SETPOINT], answer(refused)).results).toMatchObject([
    { error: 'refused without a reason' },
  ]);
});

test('is partial when some values were taken and others not', () => {
  expect(judgeAnswer([MODE, SETPOINT], answer(done(MODE)))).toMatchObject({
    status: 'PARTIAL',
    results: [
      { status: 'CONFIRMED' },
      { status: 'REFUSED', error: 'the gateway did not answer for this value' },
    ],
  });
});

test('is refused when nothing was taken, whatever else the gateway answers for', () => {
  expect(judgeAnswer([MODE, SETPOINT], answer(done({ path: '/system/type', value: 'manual' }))).status).toBe(
    'REFUSED',
  );
});
