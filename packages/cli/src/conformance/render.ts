import { styleText } from 'node:util';
import type { CheckResult, Outcome } from './check.ts';
import type { Report } from './run-pack.ts';

const WORDS: Readonly<Record<Outcome, string>> = {
  PASSED: 'ok',
  ADVICE: 'advice',
  FAILED: 'FAILED',
  SKIPPED: 'skipped',
};
const COLOURS = { PASSED: 'green', ADVICE: 'yellow', FAILED: 'red', SKIPPED: 'gray' } as const;

/** One line for what is well, with the reasons and the cure for what is not. */
export function checkText(result: CheckResult): string {
  const { outcome, id, title } = result;
  const word = styleText(COLOURS[outcome], WORDS[outcome].padEnd(8), { stream: process.stdout });
  const line = `${word}${id.padEnd(18)} ${title}`;
  if (outcome === 'PASSED') return line;
  if (outcome === 'SKIPPED') return `${line} (${result.came})`;
  return [line, ...facts(result).map(([name, text]) => `          ${name.padEnd(9)} ${text}`)].join('\n');
}

export function summaryText(report: Report): string {
  const { PASSED, ADVICE, FAILED, SKIPPED } = report.counts;
  return [
    '',
    `${PASSED} passed, ${FAILED} failed, ${ADVICE} with advice, ${SKIPPED} skipped, in ${seconds(report)} s`,
    `Look into your receiver: of this run it should have handled ${report.handledOnce.length} events once each, and none of`,
    `${report.neverHandled.length} forged ones. --report and --json list their ids.`,
  ].join('\n');
}

/** The report as a page, for a ticket or a review. */
export function markdown(report: Report): string {
  const { PASSED, ADVICE, FAILED, SKIPPED } = report.counts;
  const rows = report.checks.map(({ id, title, outcome }) => `| ${WORDS[outcome]} | \`${id}\` | ${title} |`);
  const details = report.checks
    .filter(({ outcome }) => outcome !== 'SKIPPED')
    .map((result) =>
      [
        `### ${result.id}: ${WORDS[result.outcome]}`,
        '',
        ...facts(result).map(([name, text]) => `- ${name}: ${escaped(text)}`),
        '',
      ].join('\n'),
    );
  return [
    '# Conformance of a webhook receiver',
    '',
    `${report.url}, ${report.startedAt}: ${PASSED} passed, ${FAILED} failed, ${ADVICE} with advice, ${SKIPPED} skipped, in ${seconds(report)} s.`,
    '',
    '| result | check | what it asks |',
    '| --- | --- | --- |',
    ...rows,
    '',
    '## What was sent and what came',
    '',
    ...details,
    '## What only you can see',
    '',
    'The receiver should have handled each of these once:',
    '',
    ...idLines(report.handledOnce),
    '',
    'and none of these, whose signature, time or body was wrong:',
    '',
    ...idLines(report.neverHandled),
    '',
  ].join('\n');
}

function facts({ sent, expected, came, why, fix, hint, outcome }: CheckResult): [string, string][] {
  const cure: [string, string][] =
    outcome === 'PASSED'
      ? []
      : [...(hint === undefined ? [] : ([['hint', hint]] as [string, string][])), ['fix', fix]];
  return [['sent', sent], ['expected', expected], ['came', came], ['why', why], ...cure];
}

function idLines(ids: readonly string[]): string[] {
  return ids.length === 0 ? ['- none'] : ids.map((id) => `- \`${id}\``);
}

/** An answer of a stranger stands in it. */
function escaped(text: string): string {
  return text.replaceAll(/[<>|\\[\]*_]/g, String.raw`\$&`);
}

function seconds({ durationMs }: Report): string {
  return (durationMs / 1_000).toFixed(1);
}
