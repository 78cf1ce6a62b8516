import { Brand, GatewayType, IMPORT_LINES_MAX, type ImportFault } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { GATEWAY_ID_MIN } from '../register-gateway.ts';
import { fieldsOf, linesOf, separatorOf } from './csv.ts';

const COLUMNS = ['gatewayId', 'gatewayType', 'brand', 'mqttPassword', 'labelPassword'] as const;
type Column = (typeof COLUMNS)[number];
const NEEDED = ['gatewayType', 'brand'] as const;

/** A line that can be registered; without an id one is invented, secrets that it does not bring are made. */
export interface ImportLine {
  readonly line: number;
  readonly gatewayId: number | null;
  readonly gatewayType: GatewayType;
  readonly brand: Brand;
  readonly mqttPassword: string;
  readonly labelPassword: string;
}

interface CheckedLines {
  readonly lines: ImportLine[];
  readonly faults: ImportFault[];
}

/** Reads the file to its end; each line is told all that is wrong with it. */
export async function checkLines(file: AsyncIterable<Buffer>): Promise<CheckedLines> {
  const lines: ImportLine[] = [];
  const faults: ImportFault[] = [];
  const seen = new Map<number, number>();
  let columns: readonly string[] | undefined;
  let separator = ',';
  let line = 0;
  for await (const text of linesOf(file)) {
    line += 1;
    if (text.trim() === '') continue;
    const say = (column: string, message: string) => faults.push({ line, column, message });
    if (!columns) {
      separator = separatorOf(text);
      columns = columnsOf(text, separator, say);
      // Nothing below could be understood.
      if (faults.length > 0) return { lines, faults };
      continue;
    }
    if (lines.length >= IMPORT_LINES_MAX) throw new AppError('limit-reached', { maximum: IMPORT_LINES_MAX });
    const before = faults.length;
    const read = readLine(text, columns, separator, say);
    if (!read || faults.length > before) continue;
    const { gatewayId } = read;
    const earlier = gatewayId === null ? undefined : seen.get(gatewayId);
    if (earlier !== undefined) {
      say('gatewayId', `stands in line ${earlier} already; remove one of the two`);
      continue;
    }
    if (gatewayId !== null) seen.set(gatewayId, line);
    lines.push({ line, ...read });
  }
  if (!columns || (lines.length === 0 && faults.length === 0))
    faults.push({
      line: 1,
      column: '',
      message: 'the file has no gateways; its first line names the columns',
    });
  return { lines, faults };
}

type Say = (column: string, message: string) => void;

function columnsOf(header: string, separator: string, say: Say): string[] {
  const names = fieldsOf(header.replace(/^\uFEFF/, ''), separator) ?? [];
  const columns = names.map((name) => {
    const known = COLUMNS.find((column) => column.toLowerCase() === name.toLowerCase());
    if (known === undefined) say(name, `is no column; use ${COLUMNS.join(', ')}`);
    return known ?? name;
  });
  for (const column of NEEDED)
    if (!columns.includes(column))
      say(column, `is missing; the first line names the columns, ${NEEDED.join(' and ')} are needed`);
  if (new Set(columns).size < columns.length) say('', 'a column is named twice');
  return columns;
}

function readLine(text: string, columns: readonly string[], separator: string, say: Say) {
  const fields = fieldsOf(text, separator);
  if (!fields) {
    say('', 'a quotation mark is not closed');
    return undefined;
  }
  if (fields.length !== columns.length) {
    say('', `has ${fields.length} fields, the first line names ${columns.length}`);
    return undefined;
  }
  const field = (column: Column) => fields[columns.indexOf(column)] ?? '';
  const gatewayType = oneOf(GatewayType.enum, field('gatewayType'));
  const brand = oneOf(Brand.enum, field('brand'));
  const id = field('gatewayId');
  const mqttPassword = field('mqttPassword');
  const labelPassword = field('labelPassword');
  if (!gatewayType) say('gatewayType', `has to be one of ${GatewayType.enum.join(', ')}`);
  if (!brand) say('brand', `has to be one of ${Brand.enum.join(', ')}`);
  if (id !== '' && !(/^[0-9]{9}$/.test(id) && Number(id) >= GATEWAY_ID_MIN))
    say('gatewayId', `has to be nine digits, from ${GATEWAY_ID_MIN} on; leave it empty to have one invented`);
  // As many random bits as those that the server makes.
  if (mqttPassword !== '' && !/^[\u0021-\u007e]{22,100}$/.test(mqttPassword))
    say('mqttPassword', 'has to be 22 to 100 characters without spaces; leave it empty to have one made');
  if (labelPassword !== '' && !/^[A-Z0-9]{12,40}$/.test(labelPassword.toUpperCase().replaceAll(/[ -]/g, '')))
    say('labelPassword', 'has to be 12 to 40 letters and digits; leave it empty to have one made');
  if (!gatewayType || !brand) return undefined;
  return { gatewayId: id === '' ? null : Number(id), gatewayType, brand, mqttPassword, labelPassword };
}

function oneOf<T extends string>(words: readonly T[], text: string): T | undefined {
  return words.find((word) => word === text.toUpperCase());
}
