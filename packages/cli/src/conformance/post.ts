import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../shell/errors.ts';

/** Of an answer, so much is kept to show what went wrong. */
const EXCERPT_CHARACTERS = 120;
/** An answer that does not end is left here; deliveries leave it much earlier. */
const ANSWER_MAX_BYTES = 1_048_576;

export interface Call {
  readonly method?: 'POST' | 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The body goes out in so many pieces, with as long a break before each. */
  readonly pieces?: { readonly count: number; readonly breakMs: number };
}

export interface Answer {
  /** Undefined: none came. */
  readonly status?: number;
  /** Why none came. */
  readonly error?: string;
  /** Where a redirect leads, without its query. */
  readonly location?: string;
  readonly latencyMs: number;
  readonly bytes: number;
  readonly excerpt: string;
}

/** Taken over. */
export function isTaken({ status = 0 }: Pick<Answer, 'status'>): boolean {
  return status >= 200 && status < 300;
}

/** One request as deliveries make it: no redirects, TLS verified, `timeoutMs` from the end of the body to the end of the answer. */
export async function post(url: URL, call: Call, timeoutMs: number): Promise<Answer> {
  const { method = 'POST', headers, body = '', pieces } = call;
  const bytes = Buffer.from(body);
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method,
    headers: { ...headers, ...(method === 'POST' && { 'content-length': bytes.length }) },
  });
  const sentMs = (pieces?.count ?? 0) * (pieces?.breakMs ?? 0);
  const deadline = setTimeout(
    () => request.destroy(new Error(`no answer within ${timeoutMs / 1_000} s`)),
    timeoutMs + sentMs,
  );
  const startedAt = performance.now();
  const latencyMs = () => Math.max(0, Math.round(performance.now() - startedAt - sentMs));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
  });
  try {
    const [response] = await Promise.all([answered, write(request, bytes, pieces)]);
    const { size, excerpt } = await read(response);
    const { location } = response.headers;
    return {
      status: response.statusCode ?? 0,
      latencyMs: latencyMs(),
      bytes: size,
      excerpt,
      ...(location !== undefined && { location: location.split('?')[0] ?? '' }),
    };
  } catch (error) {
    return { error: errorText(error), latencyMs: latencyMs(), bytes: 0, excerpt: '' };
  } finally {
    clearTimeout(deadline);
    request.destroy();
  }
}

async function write(
  request: ReturnType<typeof httpRequest>,
  bytes: Buffer,
  pieces: Call['pieces'],
): Promise<void> {
  if (!pieces) return void request.end(bytes);
  const size = Math.ceil(bytes.length / pieces.count);
  for (let from = 0; from < bytes.length && !request.destroyed; from += size) {
    await pause(pieces.breakMs);
    request.write(bytes.subarray(from, from + size));
  }
  request.end();
}

async function read(response: IncomingMessage): Promise<{ size: number; excerpt: string }> {
  let size = 0;
  let excerpt = '';
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (excerpt.length < EXCERPT_CHARACTERS) excerpt += chunk.toString('utf8');
    if (size > ANSWER_MAX_BYTES) break;
  }
  return { size, excerpt: oneLine(excerpt).slice(0, EXCERPT_CHARACTERS) };
}

/** What a stranger answered is shown on a terminal: nothing in it may be more than text. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
}

function errorText(error: unknown): string {
  // Several addresses were tried: the first failure says enough.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return messageOf(first);
}
