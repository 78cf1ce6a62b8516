import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEMS, type ProblemCode } from '@hearthgate/wire';
import { newId } from '../ids.ts';
import { commonHeaders } from './common-headers.ts';
import { problemOf } from './problem.ts';

const CODES: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

const HEAD = 'HEAD ';

/** Answers what is not HTTP and ends the connection. Nothing of it is logged: the bytes may hold a key. */
export function answerBrokenRequest(
  error: NodeJS.ErrnoException & { readonly rawPacket?: unknown },
  socket: Socket,
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  // A body after the answer to HEAD would be taken for the next answer.
  const { rawPacket } = error;
  const isHead = Buffer.isBuffer(rawPacket) && rawPacket.toString('latin1', 0, HEAD.length) === HEAD;
  if (socket.writable) socket.write(answer(CODES[error.code ?? ''] ?? 'request-invalid', isHead));
  socket.destroy();
}

function answer(code: ProblemCode, isHead: boolean): string {
  const { status } = PROBLEMS[code];
  const requestId = newId('req');
  const problem = { ...problemOf(code, 'en'), code, requestId };
  const errors = [{ pointer: '', message: 'The request is not valid HTTP.' }];
  const body = JSON.stringify(code === 'request-invalid' ? { ...problem, errors } : problem);
  const head = {
    'content-type': 'application/problem+json',
    'content-language': 'en',
    'content-length': Buffer.byteLength(body),
    ...commonHeaders(requestId),
    connection: 'close',
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${isHead ? '' : body}`;
}
