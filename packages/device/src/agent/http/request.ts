import { type IncomingMessage, type RequestOptions, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { GatewayAway, GatewayRefused } from '../gateway-errors.ts';

/** The largest real answer, a year of recordings, has 300 kB. */
const BODY_MAX = 4 * 1024 * 1024;

export interface Reply {
  readonly status: number;
  readonly body: Buffer;
}

export interface Call extends RequestOptions {
  readonly protocol: 'http:' | 'https:';
  /** From the connection to the last byte. */
  readonly timeoutMs: number;
  readonly body?: string;
}

/** One request, one answer, in bounded time and size. */
export async function request({ body, timeoutMs, ...options }: Call): Promise<Reply> {
  const send = options.protocol === 'https:' ? secure : plain;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await new Promise<Reply>((resolve, reject) => {
      const sent = send({ ...options, signal }, (answer) => {
        collect(answer).then((bytes) => resolve({ status: answer.statusCode ?? 0, body: bytes }), reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  } catch (error) {
    throw error instanceof GatewayRefused
      ? error
      : away(error, options, signal.aborted ? timeoutMs : undefined);
  }
}

async function collect(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_MAX) throw new GatewayAway(`the answer is larger than ${BODY_MAX} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function away(error: unknown, { host, port }: RequestOptions, timeoutMs: number | undefined): GatewayAway {
  const where = `${String(host)}:${String(port)}`;
  if (timeoutMs !== undefined) return new GatewayAway(`no answer from ${where} in ${timeoutMs / 1_000} s`);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS.get(code) ?? (error instanceof Error ? error.message : String(error));
  return new GatewayAway(`no answer from ${where}: ${reason}`, { cause: error });
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there'],
  ['EHOSTUNREACH', 'no such host in this network'],
  ['ENETUNREACH', 'this network does not lead there'],
  ['ENOTFOUND', 'the name is not known'],
  ['ECONNRESET', 'the connection was cut'],
]);
