/** Questions to a process that was started with `--inspect`. */
export interface Inspected {
  /** Resident memory after everything unused was collected, bytes. */
  settledMemory(): Promise<{ rss: number; heapUsed: number }>;
  close(): void;
}

interface Reply {
  readonly id?: number;
  readonly result?: { readonly result?: { readonly value?: unknown } };
  readonly error?: { readonly message: string };
}

/** A collection that starts the next one finds what its finalizers let go. */
const COLLECTIONS = 3;
const SETTLE_MS = 500;

export async function inspect(port: number): Promise<Inspected> {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
  const [target] = (await answer.json()) as { webSocketDebuggerUrl: string }[];
  if (!target) throw new Error('the process is not inspected');
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('the inspector does not answer')));
  });
  let last = 0;
  const waiting = new Map<number, { done: (reply: Reply) => void }>();
  socket.addEventListener('message', ({ data }) => {
    const reply = JSON.parse(String(data)) as Reply;
    if (reply.id !== undefined) waiting.get(reply.id)?.done(reply);
  });
  const ask = (method: string, params: object = {}) =>
    new Promise<Reply>((resolve, reject) => {
      const id = ++last;
      const done = (reply: Reply) => (reply.error ? reject(new Error(reply.error.message)) : resolve(reply));
      waiting.set(id, { done });
      socket.send(JSON.stringify({ id, method, params }));
    });
  return {
    settledMemory: async () => {
      for (let round = 0; round < COLLECTIONS; round += 1) {
        await ask('HeapProfiler.collectGarbage');
        await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      }
      const expression = 'JSON.stringify(process.memoryUsage())';
      const { result } = await ask('Runtime.evaluate', { expression });
      return JSON.parse(String(result?.result?.value)) as { rss: number; heapUsed: number };
    },
    close: () => socket.close(),
  };
}
