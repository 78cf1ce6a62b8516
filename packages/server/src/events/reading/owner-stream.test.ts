import { expect, test } from 'vitest';
import { AppError } from '../../platform/app-error.ts';
import { OwnerStream } from './owner-stream.ts';

const event = (no: number, gatewayId = '101000001') => ({
  type: 'DATA_POINT',
  gatewayId,
  at: '2026-01-15T06:30:00.000Z',
  data: { no },
});

function open(source: { isOut?: () => boolean; mayHear?: (gatewayId: number) => boolean } = {}) {
  const stream = new OwnerStream({
    ownerId: 'own_1',
    language: 'en',
    refusal: () => Promise.resolve(source.isOut?.() === true ? new AppError('sign-in-required') : undefined),
    mayHear: (gatewayId) => Promise.resolve(source.mayHear?.(gatewayId) ?? true),
    problem: ({ code }) => ({ code }),
  });
  const frames = stream.frames();
  return { stream, next: async () => (await frames.next()).value ?? 'ended' };
}

test('a reader that is too slow is told to ask for everything anew, and memory stays bounded', async () => {
  const { stream, next } = open();
  expect(await next()).toContain('event: READY');
  for (let no = 0; no <= 500; no += 1) stream.push(event(no));
  stream.push(event(501));
  expect(await next()).toBe('event: RESYNC\ndata: {}\n\n');
  expect(await next()).toContain('"no":501');
});

test('what a reader may not hear any more when it leaves is left out', async () => {
  let hasGateway = true;
  const { stream, next } = open({ mayHear: (id) => id !== 101_000_001 || hasGateway });
  await next();
  stream.push(event(1));
  stream.push(event(2, '101000002'));
  hasGateway = false;
  const text = await next();
  expect(text).toContain('101000002');
  expect(text).not.toContain('101000001');
});

test('the session is looked at before each piece, and its end ends the stream', async () => {
  let isOut = false;
  const { stream, next } = open({ isOut: () => isOut });
  await next();
  stream.push(event(1));
  isOut = true;
  expect(await next()).toBe('event: problem\ndata: {"code":"sign-in-required"}\n\n');
  expect(await next()).toBe('ended');
});
