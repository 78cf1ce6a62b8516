import { expect, test } from 'vitest';
import { eventsOf, type StreamEvent } from './sse.ts';

async function read(...pieces: string[]): Promise<StreamEvent[]> {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  const events: StreamEvent[] = [];
  for await (const event of eventsOf(body, () => undefined)) events.push(event);
  return events;
}

test('an event has its type, its id and all its lines', async () => {
  expect(await read('event: CONTRACT\nid: 7\ndata: a\ndata:b\n\n')).toEqual([
    { type: 'CONTRACT', id: '7', data: 'a\nb' },
  ]);
});

test('it does not matter where the pieces are cut, nor which line ends are used', async () => {
  const text = 'id: 1\r\ndata: ä\r\n\r\n: comment\r\n\r\ndata: {"x":1}\r\n\r\n';
  const whole = await read(text);
  expect(whole).toEqual([
    { type: 'message', id: '1', data: 'ä' },
    { type: 'message', id: undefined, data: '{"x":1}' },
  ]);
  expect(await read(...Array.from(text))).toEqual(whole);
});

test('a comment is heard and tells nothing, and what was cut off is no event', async () => {
  expect(await read(': alive\n\n', 'data: half')).toEqual([]);
});

test('an id alone moves the place where the stream goes on', async () => {
  expect(await read('id: 9\n\n')).toEqual([{ type: 'message', id: '9', data: '' }]);
});
