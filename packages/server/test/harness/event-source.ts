import { expect } from 'vitest';
import type { TestSandbox } from './sandbox.ts';

export interface Frame {
  readonly id?: string;
  readonly event?: string;
  readonly data?: Record<string, unknown>;
}

/** A stream of server-sent events, read as it comes. */
export interface EventSource {
  readonly status: number;
  readonly headers: Headers;
  readonly frames: readonly Frame[];
  /** Waits until a frame is there that fits. */
  until(fits: (frame: Frame) => boolean): Promise<Frame>;
  /** Settles when the server has ended the stream. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

const PATIENCE_MS = 15_000;

export function openStream(
  sandbox: TestSandbox,
  path: string,
  {
    key = sandbox.world.keys.ok,
    headers = { 'x-api-key': key },
    lastEventId,
  }: {
    key?: string;
    /** In place of the key. */
    headers?: Readonly<Record<string, string>>;
    lastEventId?: string | undefined;
  } = {},
): Promise<EventSource> {
  return readStream(sandbox.app.url + path, {
    ...headers,
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
  });
}

export async function readStream(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<EventSource> {
  const abort = new AbortController();
  const answer = await fetch(url, { signal: abort.signal, headers });
  const frames: Frame[] = [];
  let look: () => void = () => undefined;
  const ended = (async () => {
    let text = '';
    const decoder = new TextDecoder();
    if (answer.status !== 200) return;
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      frames.push(...blocks.map(frameOf));
      look();
    }
  })();
  const close = async () => {
    abort.abort();
    await ended.catch(() => undefined);
  };
  return {
    status: answer.status,
    headers: answer.headers,
    frames,
    ended,
    close,
    until: async (fits) => {
      const deadline = performance.now() + PATIENCE_MS;
      for (;;) {
        const found = frames.find(fits);
        if (found) return found;
        const left = deadline - performance.now();
        if (left <= 0)
          throw new Error(`the frame did not come; there were ${JSON.stringify(frames.slice(-3))}`);
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          look = resolve;
          timer = setTimeout(resolve, left);
        });
        clearTimeout(timer);
      }
    },
  };
}

/** Asks for four streams whose answer waits for a locked table, and is gone before it is free again. */
export async function askAndLeave(
  { pool }: TestSandbox,
  table: string,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const lock = await pool.connect();
  try {
    await lock.query(`BEGIN; LOCK TABLE ${table}`);
    const abort = new AbortController();
    const asked = Array.from({ length: 4 }, () => fetch(url, { headers, signal: abort.signal }));
    const waiting = `SELECT count(*)::int AS n FROM pg_locks WHERE relation = '${table}'::regclass AND NOT granted`;
    // One of them may be somebody else's.
    await expect
      .poll(async () => (await lock.query<{ n: number }>(waiting)).rows[0]?.n, { timeout: PATIENCE_MS })
      .toBeGreaterThanOrEqual(3);
    abort.abort();
    await Promise.allSettled(asked);
    // Once the server has answered this it has seen that the others are closed.
    await fetch(new URL('/health/live', url));
  } finally {
    await lock.query('ROLLBACK');
    lock.release();
  }
}

function frameOf(block: string): Frame {
  const fields = Object.fromEntries(
    block.split('\n').flatMap((line) => {
      const [, name, value] = /^(id|event|data): (.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value]];
    }),
  ) as { id?: string; event?: string; data?: string };
  return {
    ...fields,
    ...(fields.data !== undefined && { data: JSON.parse(fields.data) as Record<string, unknown> }),
  } as Frame;
}
