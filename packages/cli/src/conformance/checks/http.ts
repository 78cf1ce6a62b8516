import type { Bench } from '../bench.ts';
import { refused, type Check, type Finding } from '../check.ts';
import { isTaken } from '../post.ts';

/** Slower than this, a bad day is enough to miss the limit. */
const SLOW_MS = 5_000;
/** Deliveries read no more of an answer, and close the connection. */
const ANSWER_READ_BYTES = 4_096;
const PORTS: ReadonlySet<string> = new Set(['', '443', '8443']);

/** They look at what came in all the checks before. */
export const HTTP_CHECKS: readonly Check[] = [
  {
    id: 'other-methods',
    title: 'GET and HEAD are not answered with 2xx',
    why: 'An address that says yes to everything is often a start page or a proxy, and swallows events as well.',
    fix: 'Take POST only, and answer 405 to the rest.',
    run: async (bench) => {
      const finding = refused('GET and HEAD without anything', [
        await bench.ask('GET'),
        await bench.ask('HEAD'),
      ]);
      const hint = finding.outcome === 'ADVICE' ? 'Answer 405 to other methods.' : undefined;
      return { ...finding, expected: '4xx to both, best 405', hint };
    },
  },
  {
    id: 'redirects',
    title: 'no message is redirected',
    why: 'Redirects are not followed: they count as failures, so that no event reaches a host that nobody allowed.',
    fix: 'Give the endpoint the address that answers itself.',
    run: (bench) => {
      const away = bench.answers.filter(({ status = 0 }) => status >= 300 && status < 400);
      const targets = [
        ...new Set(away.map(({ status, location = 'nowhere' }) => `${status} to ${location}`)),
      ];
      return {
        outcome: away.length > 0 ? 'FAILED' : 'PASSED',
        sent: allOf(bench),
        expected: 'no 3xx',
        came: away.length > 0 ? `${away.length} of them ${targets.join(', ')}` : 'none',
      };
    },
  },
  {
    id: 'time-to-answer',
    title: 'answers come in time',
    why: 'What is not answered within 15 seconds counts as failed and comes again.',
    fix: 'Store the event, answer 2xx, and do the work afterwards.',
    run: (bench) => {
      const times = bench.answers.map(({ latencyMs }) => latencyMs).toSorted((a, b) => a - b);
      const slowest = times.at(-1) ?? 0;
      const isLate = slowest >= bench.options.answerTimeoutMs;
      return {
        outcome: isLate ? 'FAILED' : slowest >= SLOW_MS ? 'ADVICE' : 'PASSED',
        sent: allOf(bench),
        expected: `an answer within ${bench.options.answerTimeoutMs / 1_000} s, best within ${SLOW_MS / 1_000} s`,
        came: `half of them within ${times[times.length >> 1] ?? 0} ms, the slowest in ${slowest} ms`,
      };
    },
  },
  {
    id: 'answer-size',
    title: 'answers are short',
    why: `Only the first ${ANSWER_READ_BYTES} bytes of an answer are read. A longer one costs a new connection for each event.`,
    fix: 'Answer 204 without a body.',
    run: (bench) => {
      const largest = Math.max(0, ...bench.answers.filter(isTaken).map(({ bytes }) => bytes));
      return {
        outcome: largest > ANSWER_READ_BYTES ? 'ADVICE' : 'PASSED',
        sent: allOf(bench),
        expected: `at most ${ANSWER_READ_BYTES} bytes`,
        came: `${largest} bytes at most`,
      };
    },
  },
  {
    id: 'address',
    title: 'the address can be used in production',
    why: 'Endpoints are https on port 443 or 8443, with a certificate that fits and a public address. A sandbox also takes http on this machine.',
    fix: 'Put TLS before the receiver, with a certificate of a public authority.',
    run: ({ options }): Finding => {
      const { protocol, port, host } = options.url;
      const isFine = protocol === 'https:' && PORTS.has(port);
      const sent = `the address ${protocol}//${host}`;
      const expected = 'https on port 443 or 8443';
      return { outcome: isFine ? 'PASSED' : 'ADVICE', sent, expected, came: `${protocol}//${host}` };
    },
  },
];

function allOf({ answers }: Bench): string {
  return `all ${answers.length} genuine messages of this run`;
}
