import type { EventCompleteness } from '@hearthgate/sdk';

type Statement = EventCompleteness['statement'];

/** What the log gave: numbers in the order they came, and for each what should have come before it. */
export interface Walk {
  readonly numbers: readonly number[];
  readonly previous: readonly number[];
}

/** What does not fit between what was stated and what came. */
export function faultsOf(statement: Statement, { numbers, previous }: Walk): string[] {
  const { first, last, count, gaps } = statement;
  const faults = gaps.flatMap((gap) =>
    gap.cause === 'MISSING' ? [`${span(gap.fromSeq, gap.toSeq)}: missing in the log`] : [],
  );
  const known = gaps.flatMap((gap) => (gap.cause === 'MISSING' ? [[gap.fromSeq, gap.toSeq] as const] : []));
  const isKnown = (number: number) => known.some(([from, to]) => number >= from && number <= to);
  if (numbers.length !== count)
    faults.push(`the statement counts ${count} events, the log gave ${numbers.length}`);
  if (numbers.length > 0 && (numbers[0] !== first || numbers.at(-1) !== last))
    faults.push(
      `the statement goes from ${first} to ${last}, the log from ${numbers[0]} to ${numbers.at(-1)}`,
    );
  for (const [at, number] of numbers.entries()) {
    const before = numbers[at - 1];
    if (before === undefined) continue;
    if (number <= before) faults.push(`${number} came after ${before}`);
    else if (number > before + 1 && !isKnown(before + 1))
      faults.push(`${span(before + 1, number - 1)}: not given, and the statement does not say why`);
    else if (previous[at] !== before && number === before + 1)
      faults.push(`${number} says that ${previous[at]} came before it, but ${before} did`);
  }
  return faults;
}

function span(from: number, to: number): string {
  return from === to ? `${from}` : `${from} to ${to}`;
}
