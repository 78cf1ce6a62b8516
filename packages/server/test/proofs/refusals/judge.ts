import { PROBLEMS, type ProblemCode } from '@hearthgate/wire';
import type { Attack } from './requests.ts';
import type { WireAnswer } from './wire.ts';

/** What is told to everybody. */
const PUBLIC = /^\/(?:about|docs|health|\.well-known|sandbox)(?:[/?]|$)/;

/** What is wrong with an answer; undefined when it is as it has to be. */
export function faultOf(attack: Attack, answer: WireAnswer | undefined): string | undefined {
  // The server closes a connection after what it cannot read as HTTP; then there is nothing to judge.
  if (!answer) return 'the connection was closed without an answer';
  const { status, headers, body } = answer;
  if (status >= 500) return `status ${status}: ${body.slice(0, 300)}`;
  if (status < 400) {
    const isAllowed = status < 300 && (attack.hasValidKey || PUBLIC.test(attack.target));
    return isAllowed ? undefined : `status ${status} without a valid key`;
  }
  if (attack.method === 'HEAD') return undefined;
  if (headers.get('content-type')?.startsWith('application/problem+json') !== true)
    return status === 417 ? undefined : `status ${status} without a problem document: ${body.slice(0, 300)}`;
  return problemFault(status, body);
}

/** What came back for bytes that may not be HTTP: nothing, or refusals. */
export function brokenFault({ target }: Attack, statuses: readonly number[]): string | undefined {
  const isFine = (status: number) =>
    status === 100 || (status >= 400 && status < 500) || (status < 300 && PUBLIC.test(target));
  return statuses.every(isFine) ? undefined : `status ${statuses.join(', ')}`;
}

function problemFault(status: number, body: string): string | undefined {
  const { code, requestId } = JSON.parse(body) as { code: ProblemCode; requestId: string };
  if (!Object.hasOwn(PROBLEMS, code)) return `the unknown code ${code}`;
  if (PROBLEMS[code].status !== status) return `status ${status} with the code ${code}`;
  return requestId.startsWith('req_') ? undefined : 'a problem document without a request id';
}

/** `401 api-key-unknown`, for the table of what was answered; answers to HEAD have no code. */
export function labelOf({ status, body }: WireAnswer): string {
  const code = /"code":"([a-z-]+)"/.exec(body)?.[1];
  return code === undefined ? String(status) : `${status} \`${code}\``;
}

export function brokenLabel(statuses: readonly number[]): string {
  if (statuses.length === 0) return 'not HTTP: closed';
  return statuses.some((status) => status >= 400)
    ? 'not HTTP: refused'
    : 'not HTTP: read as HTTP all the same';
}
