import { CATALOGUE, pointsOf, type Resource } from '@hearthgate/wire';
import { parseCall } from '../shell/parse-call.ts';
import { CATALOGUE_COMMAND } from './help.ts';

/** Longer lists of words are only counted; `--json` has them all. */
const WORDS_WIDTH = 32;

/** `hearthgate catalogue`. */
export async function runCatalogue(args: string[]): Promise<void> {
  const call = parseCall(CATALOGUE_COMMAND, args);
  const [filter = ''] = call.args;
  const found = CATALOGUE.filter((resource) => matches(resource, filter.toLowerCase()));
  if (found.length === 0)
    throw new Error(`nothing in the catalogue has "${filter}" in its path or data point`);
  console.log(call.values.json ? JSON.stringify(found, undefined, 2) : catalogueText(found));
}

function matches(resource: Resource, filter: string): boolean {
  const names = [resource.path, ...pointsOf(resource).map(({ name }) => name)];
  return names.some((name) => name.toLowerCase().includes(filter));
}

/** Grouped by the circuit or family, columns as wide as each group needs. */
function catalogueText(resources: readonly Resource[]): string {
  const groups = Map.groupBy(resources, ({ path }) => baseOf(path));
  return [...groups]
    .map(([base, rows]) => [`${base}/`, ...columns(rows.map((row) => cells(row, base)))].join('\n'))
    .join('\n\n');
}

/** `/heatingCircuits/hc{n}`, else the family alone. */
function baseOf(path: string): string {
  const [, family = '', second = ''] = path.split('/');
  return second.includes('{') ? `/${family}/${second}` : `/${family}`;
}

function cells(resource: Resource, base: string): string[] {
  const { path, type, unit, range, words, writable, point } = resource;
  const list = words?.join(', ') ?? '';
  const known = list.length <= WORDS_WIDTH ? list : `${words?.length} words`;
  return [
    path.slice(base.length + 1),
    type,
    unit ?? '',
    range ? range.map(short).join(' .. ') : known,
    writable ? 'writable' : '',
    pointsOf(resource)
      .map(({ name }) => name)
      .join(', '),
    point ? tellsFrom(point.threshold) : '',
  ];
}

function tellsFrom(threshold: number): string {
  return threshold === 0 ? 'any change' : `from ${threshold}`;
}

function short(value: number): string {
  return Math.abs(value) >= 1e6 ? value.toExponential().replace('+', '') : String(value);
}

function columns(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd());
}
