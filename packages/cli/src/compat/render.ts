import { styleText } from 'node:util';
import type { CompatReport } from './check-har.ts';
import type { Difference } from './differences.ts';

const KINDS: Readonly<Record<Difference['kind'], string>> = {
  ROUTE: 'no route',
  STATUS: 'never answered',
  UNKNOWN: 'unknown',
  MISSING: 'missing',
  TYPE: 'another kind',
  VALUE: 'another value',
};
const ORIGINS = { reference: 'documented by the reference', hearthgate: 'our decision' } as const;

/** What was looked at, then every difference below its route. */
export function reportText(report: CompatReport): string {
  const { entries, routes, differences } = report;
  return [
    `${report.file}: ${entries.checked} of ${entries.all} entries are calls of the API at ${report.base}`,
    ...note(entries.others, 'are pages, other addresses or questions of browsers, and were not looked at'),
    ...note(entries.unanswered, 'were broken off before an answer came'),
    ...note(entries.withoutBody, 'have an answer whose body was not recorded'),
    ...(report.otherBases.length > 0
      ? [`it may also be at ${report.otherBases.join(', ')}; --base chooses`]
      : []),
    `${routes.seen.length} routes were seen; documented ones that were not: ${routes.documentedNotSeen.length}`,
    ...byRoute(differences),
    '',
    differences.length === 0
      ? 'no differences'
      : `${differences.length} differences, ${differences.filter(({ origin }) => origin === 'reference').length} of them in what the reference documents`,
  ].join('\n');
}

/** Said whenever it is so, also beside JSON. */
export function secretsText({ secrets, file }: CompatReport): string | undefined {
  const places = Object.entries(secrets).map(([place, count]) => `${place} in ${count}`);
  if (places.length === 0) return undefined;
  return `warning: ${file} holds secrets (${places.join(', ')} entries). Keep it to yourself; --redact OUT.har writes a copy without them.`;
}

function note(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} entries ${what}`];
}

function byRoute(differences: readonly Difference[]): string[] {
  const routes = [...new Set(differences.map(({ route }) => route))];
  return routes.flatMap((route) => [
    '',
    styleText('bold', route, { stream: process.stdout }),
    ...differences.filter((one) => one.route === route).flatMap(lines),
  ]);
}

function lines({ part, kind, pointer, recorded, expected, origin, count, entries }: Difference): string[] {
  const where = pointer === '' ? part : `${part} ${pointer}`;
  const times = count === 1 ? `entry ${entries[0]}` : `${count} times, first in entry ${entries[0]}`;
  return [
    `  ${where}: ${KINDS[kind]}`,
    `    recorded  ${recorded}`,
    `    expected  ${expected} (${ORIGINS[origin]})`,
    `    where     ${times}`,
  ];
}
