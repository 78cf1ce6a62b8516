import type { Bench } from './bench.ts';
import { isTaken, type Answer } from './post.ts';

/** `ADVICE`: it works, but not as well as it could. `SKIPPED`: not asked for, or it would prove nothing now. */
export type Outcome = 'PASSED' | 'ADVICE' | 'FAILED' | 'SKIPPED';

export interface Finding {
  readonly outcome: Outcome;
  readonly sent: string;
  readonly expected: string;
  readonly came: string;
  /** What helps, where the answer itself tells more than the check does. */
  readonly hint?: string | undefined;
}

/** One thing that a receiver has to do. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** It sends what is to be refused, so it says nothing while everything is refused. */
  readonly refuses?: true;
  readonly run: (bench: Bench) => Promise<Finding> | Finding;
}

export interface CheckResult extends Finding {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
}

/** All of it must be taken over. */
export function accepted(sent: string, answers: readonly Answer[]): Finding {
  const bad = answers.find((answer) => !isTaken(answer));
  return {
    outcome: bad ? 'FAILED' : 'PASSED',
    sent,
    expected: answers.length === 1 ? '2xx within the limit' : `2xx to all ${answers.length}`,
    came: summary(answers),
    hint: bad && hintOf(bad),
  };
}

/** None of it may be taken over. An error or a redirect refuses too, but does not say whose fault it is. */
export function refused(sent: string, answers: readonly Answer[]): Finding {
  const is4xx = ({ status = 0 }: Answer) => status >= 400 && status < 500;
  const outcome = answers.some(isTaken) ? 'FAILED' : answers.every(is4xx) ? 'PASSED' : 'ADVICE';
  return {
    outcome,
    sent,
    expected: answers.length === 1 ? '4xx, best 401' : `4xx to all ${answers.length}, best 401`,
    came: summary(answers),
    hint:
      outcome === 'ADVICE'
        ? 'It was not taken over, but by an error: check the signature before anything else can fail, and answer 401.'
        : undefined,
  };
}

/** `204 in 3 ms`, or how many there were of each. */
export function summary(answers: readonly Answer[]): string {
  const [only] = answers;
  if (answers.length === 1 && only) return `${whatCame(only)} in ${only.latencyMs} ms${quoted(only)}`;
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(whatCame(answer), (counts.get(whatCame(answer)) ?? 0) + 1);
  return [...counts].map(([text, count]) => `${count} x ${text}`).join(', ');
}

function whatCame({ status, error, location }: Answer): string {
  if (status === undefined) return error ?? 'nothing';
  return location === undefined ? String(status) : `${status} to ${location}`;
}

function quoted(answer: Answer): string {
  return isTaken(answer) || answer.excerpt === '' ? '' : `: ${answer.excerpt}`;
}

/** What an answer says about its reason. */
function hintOf({ status, error }: Answer): string | undefined {
  if (status === undefined)
    return `No answer came (${error ?? 'nothing'}). Answer 2xx as soon as the event is stored, and work afterwards.`;
  if (status >= 300 && status < 400)
    return 'Redirects are not followed: give the endpoint the address that answers itself, with the right scheme, host and slash.';
  if (status >= 500) return 'Your program failed: look into its log at the time of this run.';
  switch (status) {
    case 400:
    case 415:
    case 422:
      return 'Let your parser take application/cloudevents+json and application/cloudevents-batch+json, and ignore what it does not know.';
    case 401:
    case 403:
      return 'Does it use this secret? Does it sign the body as it came, byte by byte, before any parser? A static header can be given by --header.';
    case 404:
    case 405:
      return 'Is the path right, and does it take POST?';
    case 410:
      return '410 pauses the endpoint: it says that it is gone for good. Answer 2xx, or 503 for a while.';
    case 413:
      return 'Raise the limit of the body in your server and in every proxy before it.';
    case 429:
      return 'Up to 32 requests come at once. Take them all, or answer Retry-After and get events later.';
    default:
      return undefined;
  }
}
