import { Agent, request } from 'node:http';
import type { Body } from './broken.ts';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Body;
}

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly headers: Headers;
}

/** Longer than any answer takes that is no stream. */
const ANSWER_TIMEOUT_MS = 30_000;
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** The answer; of a stream its head alone. Rejects when none comes in time. */
export function send(baseUrl: string, { method, path, headers, body }: Sent): Promise<Reply> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const call = request(
      {
        agent,
        hostname,
        port,
        method,
        path,
        headers: { ...headers, ...body?.headers, ...(body && { 'content-length': body.bytes.length }) },
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      },
      (answer) => {
        const { statusCode: status = 0 } = answer;
        const type = answer.headers['content-type'] ?? '';
        const head = { status, type, headers: headersOf(answer.rawHeaders) };
        const chunks: Buffer[] = [];
        if (type.startsWith('text/event-stream')) {
          resolve({ ...head, text: '' });
          return void answer.destroy();
        }
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve({ ...head, text: Buffer.concat(chunks).toString() }));
        answer.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end(body?.bytes);
  });
}

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let at = 0; at < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '');
  return headers;
}

export function closeConnections(): void {
  agent.destroy();
}

/** The command that sends the same bytes once more. */
export function asCurl(baseUrl: string, { method, path, headers, body }: Sent): string {
  const all = Object.entries({ ...headers, ...body?.headers });
  const quoted = (text: string) =>
    /^[\x20-\x7e]*$/.test(text)
      ? `'${text.replaceAll("'", `'\\''`)}'`
      : `$'${[...Buffer.from(text, 'latin1')].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}'`;
  return [
    ...(body ? [`base64 -d <<< ${body.bytes.toString('base64')} |`] : []),
    `curl -i --path-as-is -X ${method}`,
    ...all.map(([name, value]) => `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`),
    ...(body ? ['--data-binary @-'] : []),
    quoted(baseUrl + path),
  ].join(' ');
}
