/** One event of a stream of server-sent events; `data` is undefined where only the place moved on. */
export interface Frame {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: string | undefined;
}

/** Reads a body as the standard of server-sent events has it, and ends when the server ends it. */
export async function* framesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Frame, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // A line may end in a pair of characters that comes in two pieces.
      text = (text + decoder.decode(value, { stream: true })).replaceAll('\r\n', '\n');
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) yield frameOf(block);
    }
  } finally {
    // Who stops reading closes the stream; one that broke has nothing to close.
    await reader.cancel().catch(() => undefined);
  }
}

function frameOf(block: string): Frame {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    const before = name === 'data' ? fields.get('data') : undefined;
    fields.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  return { id: fields.get('id'), event: fields.get('event'), data: fields.get('data') };
}
